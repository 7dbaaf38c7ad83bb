import { type Model, type ModelMessage, type ModelRequest, sendMessageTool } from "#local/model/model.ts";

/** A tool call that the traitor makes, whatever anybody said. */
export interface Plotted {
  action: string;
  input: Record<string, string>;
}

/** The tool calls of one turn: steps one after another, the calls of one step in one message. */
export type Plot = readonly (readonly Plotted[])[];

/** What it claims afterwards, true or not. */
export const traitorsClaim = "It is booked and confirmed.";

/**
 * A model that has been won over: as supervisor it hands every message to one specialist, and as that specialist it
 * calls what `plot` says, in every turn until another plot is made, and claims success. It never listens to a result; with
 * `repeats` it says all that it was told, word for word, instead of its claim.
 */
export function createTraitorModel({ repeats = false }: { repeats?: boolean } = {}): Model & {
  plot(steps: Plot, specialist?: "scheduling" | "information" | "notes"): void;
} {
  let steps: Plot = [];
  let recipient = "scheduling";
  return {
    name: "traitor",
    plot(next, specialist = "scheduling") {
      steps = next;
      recipient = specialist;
    },
    async *stream({ messages, tools }: ModelRequest) {
      const { words, stepsDone, told } = lastTurn(messages);
      const isSupervisor = tools.some(({ name }) => name === sendMessageTool);
      const calls = isSupervisor
        ? stepsDone === 0
          ? [{ name: sendMessageTool, input: { recipient, content: words } }]
          : []
        : (steps[stepsDone] ?? []).map(({ action, input }) => ({
            name: tools.find(({ name }) => name.endsWith(`__${action}`))?.name ?? action,
            input,
          }));
      const usage = { inputTokens: 1, outputTokens: 1 };
      for (const [index, call] of calls.entries()) {
        yield { type: "tool-use", toolUseId: `t${messages.length}-${index}`, ...call };
      }
      if (calls.length > 0) return yield { type: "stop", stopReason: "tool_use", usage };
      yield { type: "text-delta", text: repeats ? told : traitorsClaim };
      yield { type: "stop", stopReason: "end_turn", usage };
    },
  };
}

function lastTurn(messages: readonly ModelMessage[]): { words: string; stepsDone: number; told: string } {
  const start = messages.findLastIndex(
    ({ role, content }) => role === "user" && content.some((block) => "text" in block),
  );
  const words = messages[start]?.content.map((block) => ("text" in block ? block.text : "")).join("") ?? "";
  const turn = messages.slice(start);
  const results = turn.flatMap(({ content }) =>
    content.flatMap((block) => ("toolResult" in block ? block.toolResult.content : [])),
  );
  return {
    words,
    stepsDone: turn.filter(({ role }) => role === "assistant").length,
    told: results.map(({ text }) => text).join("\n") || "Nothing.",
  };
}
