import type { WrittenCall } from "../written-answer.ts";
import type { ToolCallDelta } from "./chat-chunk.ts";

interface Assembled {
  index: number | undefined;
  id: string;
  name: string;
  argumentsText: string;
}

/**
 * Puts streamed tool calls together, in the order in which they began. A piece belongs to the call with its index; one
 * with another id begins a new call all the same, since some servers give every call the index 0. Without an index it
 * belongs to the call with its id, or to the latest.
 */
export function createToolCallAssembly(): {
  push(delta: ToolCallDelta): void;
  /** The calls so far; one without an id gets `{fallbackId}-{position}`. */
  calls(fallbackId: string): WrittenCall[];
} {
  const all: Assembled[] = [];

  function callOf({ index, id }: ToolCallDelta): Assembled {
    const candidate =
      typeof index === "number"
        ? all.findLast((call) => call.index === index)
        : id
          ? all.find((call) => call.id === id)
          : all.at(-1);
    const isAnother = id && candidate?.id && candidate.id !== id;
    if (candidate && !isAnother) return candidate;
    const begun: Assembled = { index: index ?? undefined, id: "", name: "", argumentsText: "" };
    all.push(begun);
    return begun;
  }

  return {
    push(delta) {
      const call = callOf(delta);
      call.id ||= delta.id ?? "";
      // Not appended: a name comes whole, and some servers repeat it with every piece.
      call.name ||= delta.function?.name ?? "";
      call.argumentsText += delta.function?.arguments ?? "";
    },
    calls: (fallbackId) =>
      all.map(({ id, name, argumentsText }, position) => ({
        toolUseId: id || `${fallbackId}-${position}`,
        name,
        argumentsText,
      })),
  };
}
