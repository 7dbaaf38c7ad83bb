import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FailureError,
  failureOfAnswer,
  isOver,
  needsSignIn,
  readFailure,
} from "../../../frontend/src/failure.ts";

describe("readFailure", () => {
  it("reads code, retryable and request id from the text of an error part", () => {
    const text = JSON.stringify({ code: "agent_busy", retryable: true, request_id: "r-1" });

    const failure = readFailure(new Error(text));

    expect(failure).toEqual({ code: "agent_busy", retryable: true, requestId: "r-1" });
  });

  it("hands on a failure that was found on this side", () => {
    const failure = { code: "cut_short", retryable: true };

    expect(readFailure(new FailureError(failure))).toBe(failure);
  });

  it("takes what fetch throws for a lost connection, whatever the browser says", () => {
    const codes = ["Failed to fetch", "Load failed", "terminated"].map(
      (text) => readFailure(new TypeError(text)).code,
    );

    expect(codes).toEqual(["network", "network", "network"]);
  });

  it.each(["TimeoutError", "AbortError"])(
    "takes a request that was given up (%s) for a lost connection",
    (name) => {
      expect(readFailure(new DOMException("signal timed out", name)).code).toBe("network");
    },
  );

  it("lets no foreign text through", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readFailure(new Error(`<p>${text}</p>`))).toEqual({
          code: "unexpected_answer",
          retryable: true,
        });
      }),
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(typeof readFailure(thrown).code).toBe("string");
      }),
    );
  });
});

describe("failureOfAnswer", () => {
  it.each([
    [401, '{"error":{"code":"unauthorized"}}', { code: "unauthorized", retryable: false }],
    [401, "<html>", { code: "unauthorized", retryable: false }],
    [
      409,
      '{"error":{"code":"turn_running","retryable":true,"request_id":"r"}}',
      { code: "turn_running", retryable: true, requestId: "r" },
    ],
    [404, "<html>", { code: "unexpected_answer", retryable: false }],
    [502, "", { code: "unexpected_answer", retryable: true }],
    [400, '{"error":"bad"}', { code: "unexpected_answer", retryable: false }],
  ])("reads %i with %s", (status, body, expected) => {
    expect(failureOfAnswer(status, body)).toEqual(expected);
  });
});

describe("needsSignIn", () => {
  it("holds for a refused token and an expired sign-in, and for nothing else", () => {
    const codes = ["unauthorized", "reauth_required", "network", "agent_forbidden"];

    const answers = codes.map((code) => needsSignIn({ code, retryable: false }));

    expect(answers).toEqual([true, true, false, false]);
    expect(needsSignIn(undefined)).toBe(false);
  });
});

describe("isOver", () => {
  it("holds where only a new conversation helps", () => {
    const codes = ["conversation_gone", "wrong_conversation", "unauthorized"];

    expect(codes.map((code) => isOver({ code, retryable: false }))).toEqual([true, true, false]);
    expect(isOver(undefined)).toBe(false);
  });
});
