import { EventStreamCodec } from "@smithy/core/event-streams";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createBedrockAgentBackend,
  createBedrockRuntimeClient,
} from "#frontend-bff/agent-backend/bedrock-agent-backend.ts";
import { chunkFrame, exceptionFrame, returnControlFrame, traceFrame } from "#local/bedrock/frames.ts";
import { listenOnOnePort } from "#local/bedrock/one-port.ts";
import { BedrockServiceError, type ServiceErrorName } from "#local/bedrock/service-error.ts";
import { clientOf, credentials, type Protocol, say } from "./local-bedrock-world.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => new TextEncoder().encode(text),
);

const exceptions: [ServiceErrorName, string][] = [
  ["throttlingException", "ThrottlingException"],
  ["internalServerException", "InternalServerException"],
  ["badGatewayException", "BadGatewayException"],
  ["dependencyFailedException", "DependencyFailedException"],
  ["modelNotReadyException", "ModelNotReadyException"],
  ["serviceQuotaExceededException", "ServiceQuotaExceededException"],
  ["validationException", "ValidationException"],
  ["accessDeniedException", "AccessDeniedException"],
  ["resourceNotFoundException", "ResourceNotFoundException"],
  ["conflictException", "ConflictException"],
];
const exceptionOf = (name: ServiceErrorName) =>
  exceptionFrame(new BedrockServiceError(name, "What happened.", { detail: { resourceName: "Lambda" } }));

const part = {
  agentId: "SUP0000001",
  sessionId: "s",
  eventTime: new Date("2026-11-23T15:00:00Z"),
  trace: { orchestrationTrace: { rationale: { traceId: "t-0", text: "I think." } } },
};
const control = {
  invocationId: "i-1",
  invocationInputs: [{ apiInvocationInput: { actionGroup: "g", actionInvocationType: "RESULT" as const } }],
};
const chunk = chunkFrame(new TextEncoder().encode("Grüße"));
const frames: [string, Uint8Array][] = [
  ["chunk", chunk],
  ["trace", traceFrame(part)],
  ["returnControl", returnControlFrame(control)],
  ...exceptions.map(([name]): [string, Uint8Array] => [name, exceptionOf(name)]),
];

/** The frame with one byte changed. */
function damaged(frame: Uint8Array, at: number): Uint8Array {
  const copy = frame.slice();
  copy[at] = (copy[at] ?? 0) ^ 0x41;
  return copy;
}

describe("the SDK's codec", () => {
  it.each(frames)("takes a whole %s frame, named in its headers", (name, frame) => {
    const { headers } = codec.decode(frame);

    const kind = headers[":event-type"] ?? headers[":exception-type"];
    expect(kind).toEqual({ type: "string", value: name });
    expect(headers[":content-type"]).toEqual({ type: "string", value: "application/json" });
  });

  it.each(frames)("refuses a %s frame cut at any byte, or with one too many", (_, frame) => {
    for (let length = 0; length < frame.length; length += 1) {
      expect(() => codec.decode(frame.subarray(0, length)), `cut at ${length}`).toThrow();
    }
    expect(() => codec.decode(Buffer.concat([frame, Buffer.of(0)]))).toThrow();
  });

  it.each(frames)("refuses a %s frame with any byte wrong, those of its lengths and sums too", (_, frame) => {
    for (let at = 0; at < frame.length; at += 1) {
      expect(() => codec.decode(damaged(frame, at)), `byte ${at}`).toThrow();
    }
  });
});

/** Answers every InvokeAgent with these bytes and a clean end. */
let body: Uint8Array = new Uint8Array();
let door: Awaited<ReturnType<typeof listenOnOnePort>>;
beforeAll(async () => {
  door = await listenOnOnePort(0, (request, response) => {
    request.resume();
    request.on("end", () => {
      response.setHeader("content-type", "application/vnd.amazon.eventstream");
      response.setHeader("x-amz-bedrock-agent-session-id", "sess-1");
      response.end(body);
    });
  });
});
afterAll(() => door.close());

/** Where a damaged frame must be noticed: in each length, each sum, the headers and the payload. */
const places = (frame: Uint8Array) => [
  4,
  7,
  8,
  11,
  14,
  frame.length - 12,
  frame.length - 4,
  frame.length - 1,
];

describe.each<Protocol>(["h2c", "HTTP/1.1"])("the SDK's client over %s", (protocol) => {
  const client = () => clientOf(`http://127.0.0.1:${door.port}`, protocol);

  it("decodes chunk, trace and returnControl", async () => {
    body = Buffer.concat([chunk, traceFrame(part), returnControlFrame(control)]);

    const heard = await say(client());

    expect(heard).toMatchObject({ text: "Grüße", traces: [part], control, error: undefined });
  });

  it.each(exceptions)("throws %s as its class, whether first or in mid-answer", async (name, className) => {
    for (const before of [[], [chunk]]) {
      body = Buffer.concat([...before, exceptionOf(name)]);

      const { error, chunks } = await say(client());

      expect(error).toMatchObject({ name: className, message: "What happened." });
      expect(chunks).toHaveLength(before.length);
    }
  });

  it("throws at a damaged frame, after what came before it", async () => {
    for (const at of places(chunk)) {
      body = Buffer.concat([chunk, damaged(chunk, at)]);

      const { error, chunks } = await say(client());

      expect(error, `byte ${at}`).toBeInstanceOf(Error);
      expect(chunks).toHaveLength(1);
    }
  });

  it("throws at a frame that is cut anywhere after its length", async () => {
    for (let length = 4; length < chunk.length; length += 1) {
      body = Buffer.concat([chunk, chunk.subarray(0, length)]);

      const { error, chunks } = await say(client());

      expect(error, `cut at ${length}`).toBeInstanceOf(Error);
      expect(chunks).toHaveLength(1);
    }
  });
});

describe("our back end", () => {
  it("fails the turn at a frame that is cut or damaged, and lets nothing of it out", async () => {
    const client = createBedrockRuntimeClient({
      endpoint: `http://127.0.0.1:${door.port}`,
      region: "us-east-1",
      credentials,
    });
    const ids = { agentId: "SUP0000001", agentAliasId: "LIVE000000" };
    const backend = createBedrockAgentBackend({ client, ...ids });

    for (const bad of [chunk.subarray(0, -1), ...places(chunk).map((at) => damaged(chunk, at))]) {
      body = Buffer.concat([chunk, bad]);
      const events = await Array.fromAsync(
        backend.invoke({
          agentSessionId: "a_1",
          text: "Hello.",
          sessionAttributes: { session_id: "s_1" },
          context: { sessionId: "s_1", today: "Monday, 2026-11-23", timeZone: "UTC", office: {} },
          signal: new AbortController().signal,
        }),
      );

      expect(events).toEqual([
        { type: "text-delta", text: "Grüße" },
        { type: "failed", code: "agent_failed", retryable: false },
      ]);
    }
    client.destroy();
  });
});
