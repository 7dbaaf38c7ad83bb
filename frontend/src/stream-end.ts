import type { UIMessageChunk } from "ai";
import { FailureError } from "./failure.ts";

const lastChunks = new Set<UIMessageChunk["type"]>(["finish", "abort", "error"]);

/**
 * Passes chunks through and fails with `cut_short` when the stream ends without having said that it is complete. A
 * function that is killed, or a proxy that gives up, ends a stream in the same clean way as a whole answer ends.
 */
export function failWhenCutShort(): TransformStream<UIMessageChunk, UIMessageChunk> {
  let isComplete = false;
  return new TransformStream({
    transform(chunk, controller) {
      if (lastChunks.has(chunk.type)) isComplete = true;
      controller.enqueue(chunk);
    },
    flush(controller) {
      if (!isComplete) controller.error(new FailureError({ code: "cut_short", retryable: true }));
    },
  });
}
