import { EventStreamCodec } from "@smithy/core/event-streams";
import { listenOnOnePort } from "#local/bedrock/one-port.ts";

/** A frame of the stream: an event with its payload, or an exception. */
export type ConverseFrame =
  | { event: string; payload: object }
  | { exception: string; payload: { message: string } };

export interface ConverseAnswer {
  /** An HTTP error, by its class, instead of a stream. */
  error?: { status: number; type: string };
  frames?: readonly ConverseFrame[];
  ending?: "end" | "cut" | "hold";
}

export const text = (delta: string): ConverseFrame => ({
  event: "contentBlockDelta",
  payload: { contentBlockIndex: 0, delta: { text: delta } },
});
export const toolStart = (contentBlockIndex: number, toolUseId: string, name: string): ConverseFrame => ({
  event: "contentBlockStart",
  payload: { contentBlockIndex, start: { toolUse: { toolUseId, name } } },
});
export const toolInput = (contentBlockIndex: number, input: string): ConverseFrame => ({
  event: "contentBlockDelta",
  payload: { contentBlockIndex, delta: { toolUse: { input } } },
});
export const stop = (stopReason: string): ConverseFrame => ({
  event: "messageStop",
  payload: { stopReason },
});
export const usage = (inputTokens: number, outputTokens: number): ConverseFrame => ({
  event: "metadata",
  payload: { usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens } },
});

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (written) => new TextEncoder().encode(written),
);

/** ConverseStream on loopback for the unmodified SDK client, over h2c and HTTP/1.1; answers are given beforehand. */
export async function startConverseStreamServer() {
  const answers: ConverseAnswer[] = [];
  const requests: { path: string | undefined; authorization: string; body: Record<string, unknown> }[] = [];
  const door = await listenOnOnePort(0, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    requests.push({
      path: request.url,
      authorization: String(request.headers.authorization),
      body: JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>,
    });
    const { error, frames = [], ending = "end" } = answers.shift() ?? {};
    if (error) {
      response.statusCode = error.status;
      response.setHeader("content-type", "application/json");
      response.setHeader("x-amzn-errortype", error.type);
      return void response.end(JSON.stringify({ message: "internal-host-17 said no" }));
    }
    response.statusCode = 200;
    response.setHeader("content-type", "application/vnd.amazon.eventstream");
    const write = response.write.bind(response) as (bytes: Uint8Array) => boolean;
    for (const frame of frames) write(encode(frame));
    if (ending === "end") response.end();
    // Later, so that the frames are on their way.
    if (ending === "cut") setTimeout(() => response.socket?.destroy(), 50);
  });
  return {
    url: `http://127.0.0.1:${door.port}`,
    requests,
    next: (answer: ConverseAnswer) => void answers.push(answer),
    close: () => door.close(),
  };
}

function encode(frame: ConverseFrame): Uint8Array {
  const kind =
    "event" in frame
      ? { ":message-type": "event", ":event-type": frame.event }
      : { ":message-type": "exception", ":exception-type": frame.exception };
  const headers = { ...kind, ":content-type": "application/json" };
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { type: "string" as const, value }]),
    ),
    body: new TextEncoder().encode(JSON.stringify(frame.payload)),
  });
}
