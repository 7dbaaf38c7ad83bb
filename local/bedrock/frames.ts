import type { ReturnControlPayload, TracePart } from "@aws-sdk/client-bedrock-agent-runtime";
import { EventStreamCodec } from "@smithy/core/event-streams";
import type { BedrockServiceError } from "./service-error.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => new TextEncoder().encode(text),
);

/** A piece of the answer; `bytes` is a member of the JSON payload, in base64. */
export function chunkFrame(bytes: Uint8Array): Uint8Array {
  return event("chunk", { bytes: Buffer.from(bytes).toString("base64") });
}

/** A trace; its dates become ISO strings. */
export function traceFrame(part: TracePart): Uint8Array {
  return event("trace", part);
}

/** What the caller is to confirm or to run. */
export function returnControlFrame(payload: ReturnControlPayload): Uint8Array {
  return event("returnControl", payload);
}

/** An exception within the stream: `:exception-type` is the member's name in lower camel case, or SDKs miss its class. */
export function exceptionFrame({ exception, message, detail }: BedrockServiceError): Uint8Array {
  return frame({ ":message-type": "exception", ":exception-type": exception }, { message, ...detail });
}

function event(type: "chunk" | "trace" | "returnControl", payload: object): Uint8Array {
  return frame({ ":message-type": "event", ":event-type": type }, payload);
}

function frame(headers: Record<string, string>, payload: object): Uint8Array {
  const all = { ...headers, ":content-type": "application/json" };
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(all).map(([name, value]) => [name, { type: "string" as const, value }]),
    ),
    body: new TextEncoder().encode(JSON.stringify(payload)),
  });
}
