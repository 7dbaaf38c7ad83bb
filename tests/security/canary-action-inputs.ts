import type { AnyAction } from "#action-groups/action.ts";
import { allActions } from "#tests/builders/action-scene.ts";
import { projectOf } from "#tests/builders/book-watch.ts";
import type { CanaryInput } from "./canary-inputs.ts";

/** Whose words an action's arguments are: the model's own, which Bedrock traces and hands to the Lambda. */
const modelsOwnWords = ["prompt", "trace", "lambda event"];
/** A note is said again by its receipt; PF360 has it as it is, our own copy is scrubbed. */
const repeated = [...modelsOwnWords, "lambda answer", "invocation response", "browser"];

export const actionInputs: readonly CanaryInput[] = allActions.map(argumentsInput);

/** Which agent has an action. */
export function specialistOf(action: string): "scheduling" | "information" | "notes" {
  if (action.endsWith("note") || action.endsWith("notes")) return "notes";
  return /project_|technician|all_projects/.test(action) ? "information" : "scheduling";
}

/** Each argument of an action, and one that it does not have, as a model gives it that was told to. */
function argumentsInput({ name, input }: AnyAction): CanaryInput {
  const belongsIn = name === "add_note" ? repeated : modelsOwnWords;
  return {
    name: `${name}: arguments`,
    covers: name,
    belongsIn: { secret: belongsIn, phone: belongsIn, card: belongsIn },
    async plant({ secret, phone, card, text }, { signIn, letSpeak, parrot, system }) {
      const { id } = projectOf(system, "1000101", { category: "Doors", status: "Scheduled" });
      const good = { project_id: id, date: "tomorrow", time: "10", note_text: "The gate is green." };
      const own = Object.entries(good).filter(([argument]) => argument in input.shape);
      const calls = [...Object.keys(input.shape), "reason", "session_id"].flatMap((argument) =>
        [secret, phone, card, text].map((value) => ({
          action: name,
          input: { ...Object.fromEntries(own), [argument]: value },
        })),
      );
      const before = system.actions.length;
      letSpeak("parrot");
      parrot.plot([calls], specialistOf(name));
      await (await signIn("1000101")).say("Go on.");
      const done = system.actions.length - before;
      if (done !== calls.length) throw new Error(`${name}: ${done} calls instead of ${calls.length}`);
    },
  };
}
