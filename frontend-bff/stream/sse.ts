import type { ChatPart } from "./chat-part.ts";

/** The headers of a stream. The last two keep proxies from holding it back. */
export const streamHeaders = {
  "content-type": "text/event-stream",
  "cache-control": "no-store, no-transform",
  "x-vercel-ai-ui-message-stream": "v1",
  "x-accel-buffering": "no",
} as const;

/** Some clients hold the first bytes back until they have seen about this much. */
const padding = `:${" ".repeat(2048)}\n\n`;
const heartbeat = ": hb\n\n";
/** Parts that may wait for a slow reader. More than one, so that a turn begins before anyone reads. */
const highWaterMark = 16;

export interface StreamOptions {
  heartbeatMs?: number;
  /** The reader has gone; called at most once, and not after the last frame. */
  onCancel?: () => void;
}

/**
 * Writes parts as server-sent events: `id: n` from 0, one line of JSON each, `[DONE]` last, comments as heartbeats in
 * between. Reads a part when there is room for it, and returns the generator when the reader has gone.
 */
export function encodeStream(
  parts: AsyncGenerator<ChatPart, void, void>,
  { heartbeatMs = 10_000, onCancel = () => {} }: StreamOptions = {},
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let beating: NodeJS.Timeout | undefined;
  let id = 0;

  function stopBeating() {
    clearInterval(beating);
    beating = undefined;
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(padding));
        beating = setInterval(() => controller.enqueue(encoder.encode(heartbeat)), heartbeatMs);
        beating.unref();
      },
      async pull(controller) {
        const next = await parts.next();
        if (beating === undefined) return;
        controller.enqueue(encoder.encode(frame(id++, next.done ? "[DONE]" : JSON.stringify(next.value))));
        if (!next.done) return;
        stopBeating();
        controller.close();
      },
      cancel() {
        stopBeating();
        onCancel();
        // Not awaited: it ends when the part being made is made.
        void parts.return();
      },
    },
    { highWaterMark },
  );
}

function frame(id: number, data: string): string {
  return `id: ${id}\ndata: ${data}\n\n`;
}
