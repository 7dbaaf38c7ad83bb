import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { sampleActions } from "./sample-replies.ts";
import { createDialogue } from "./scripted-dialogue.ts";

/** A conversation with the scripted model on the sample actions; `approve` gives the customer's yes. */
export function talk(...args: Parameters<typeof sampleActions>) {
  const world = sampleActions(...args);
  const say = createDialogue(createScriptedModel(), world.actions);
  /** The calls of the last message, as `operation(values)`. */
  async function calls(...words: string[]): Promise<string[]> {
    let last: string[] = [];
    for (const one of words) {
      const answered = await say(one);
      last = answered.calls.map(({ operation, input }) => `${operation}(${Object.values(input).join("|")})`);
    }
    return last;
  }
  return { say, calls, approve: world.approve };
}
