import { EventStreamCodec } from "@smithy/core/event-streams";
import { describe, expect, it } from "vitest";
import { chunkFrame, exceptionFrame, returnControlFrame, traceFrame } from "#local/bedrock/frames.ts";
import { BedrockServiceError } from "#local/bedrock/service-error.ts";

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => new TextEncoder().encode(text),
);

function decoded(frame: Uint8Array) {
  const { headers, body } = codec.decode(frame);
  const texts = Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value]));
  return { headers: texts, body: JSON.parse(Buffer.from(body).toString("utf8")) as unknown };
}

describe("frames", () => {
  it("hold a chunk's bytes in base64, even half a character", () => {
    expect(decoded(chunkFrame(Uint8Array.of(0x68, 0xc3)))).toEqual({
      headers: { ":message-type": "event", ":event-type": "chunk", ":content-type": "application/json" },
      body: { bytes: "aMM=" },
    });
  });

  it("hold a trace with its times as ISO strings", () => {
    const { headers, body } = decoded(traceFrame({ sessionId: "s", eventTime: new Date(0) }));

    expect(headers[":event-type"]).toBe("trace");
    expect(body).toEqual({ sessionId: "s", eventTime: "1970-01-01T00:00:00.000Z" });
  });

  it("hold a returnControl as it is", () => {
    const control = { invocationId: "i", invocationInputs: [{ apiInvocationInput: { actionGroup: "g" } }] };

    const { headers, body } = decoded(returnControlFrame(control));

    expect(headers[":event-type"]).toBe("returnControl");
    expect(body).toEqual(control);
  });

  it("name an exception by its member, lower camel case", () => {
    const error = new BedrockServiceError("dependencyFailedException", "text", {
      detail: { resourceName: "Lambda" },
    });

    expect(decoded(exceptionFrame(error))).toEqual({
      headers: {
        ":message-type": "exception",
        ":exception-type": "dependencyFailedException",
        ":content-type": "application/json",
      },
      body: { message: "text", resourceName: "Lambda" },
    });
    expect(error.errorType).toBe("DependencyFailedException");
  });
});
