import { describe, expect, it } from "vitest";
import { failureOf } from "#frontend-bff/agent-backend/bedrock-failure.ts";

const open = new AbortController().signal;
const errorOf = (name: string, more: object = {}) =>
  Object.assign(new Error("upstream words"), { name }, more);

describe("failureOf", () => {
  it.each([
    ["a refused connection", errorOf("Error", { code: "ECONNREFUSED" }), "agent_unavailable", true],
    [
      "an HTTP/2 session gone",
      errorOf("Error", { code: "ERR_HTTP2_STREAM_ERROR" }),
      "agent_unavailable",
      true,
    ],
    ["an unnamed 503", errorOf("Unknown", { $metadata: { httpStatusCode: 503 } }), "agent_unavailable", true],
    ["an unnamed 400", errorOf("Unknown", { $metadata: { httpStatusCode: 400 } }), "agent_failed", false],
    ["a cut stream", errorOf("CutStreamError"), "agent_unavailable", true],
    ["no credentials", errorOf("CredentialsProviderError"), "agent_forbidden", false],
    ["a bug of ours", new TypeError("x is not a function"), "agent_failed", false],
    ["what is no error", "thrown text", "agent_failed", false],
  ])("tells %s", (_, error, code, retryable) => {
    expect(failureOf(error, open)).toEqual({ type: "failed", code, retryable });
  });

  it("puts the aborted signal first, and tells a time limit from a stop", () => {
    const late = AbortSignal.abort(new DOMException("too long", "TimeoutError"));

    expect(failureOf(errorOf("ThrottlingException"), AbortSignal.abort())).toMatchObject({
      code: "agent_stopped",
    });
    expect(failureOf(errorOf("AbortError"), late)).toMatchObject({
      code: "agent_unavailable",
      retryable: true,
    });
  });
});
