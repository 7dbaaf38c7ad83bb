import { describe, expect, it } from "vitest";
import type { FunctionContext } from "#local/lambda/function-context.ts";
import { createLocalFunctions, type FunctionHandler } from "#local/lambda/functions.ts";

const arn = "arn:aws:lambda:us-east-1:000000000000:function:notes-actions-dev:live";
const functionsOf = (handler: FunctionHandler, timeoutMs = 5_000) =>
  createLocalFunctions({ [arn]: { handler, timeoutMs } });

describe("a local function", () => {
  it("gets its event and gives its answer through JSON", async () => {
    let got: unknown;
    const functions = functionsOf(async (event) => {
      got = event;
      return { at: new Date(0), left: undefined };
    });
    const event = { when: new Date(0), nothing: undefined, list: [undefined] };

    const result = await functions.invoke(arn, event);

    expect(got).toStrictEqual({ when: "1970-01-01T00:00:00.000Z", list: [null] });
    expect(result).toStrictEqual({ payload: { at: "1970-01-01T00:00:00.000Z" } });
  });

  it("cannot change its caller's event, and answers null when it answers nothing", async () => {
    const event = { deep: { text: "as it was" } };
    const functions = functionsOf(async (given) => {
      (given as typeof event).deep.text = "changed";
    });

    expect(await functions.invoke(arn, event)).toEqual({ payload: null });
    expect(event.deep.text).toBe("as it was");
  });

  it("is told who it is and how long it has", async () => {
    const seen: FunctionContext[] = [];
    const functions = functionsOf(async (_, context) => {
      seen.push(context);
      return context.getRemainingTimeInMillis();
    }, 3_000);

    const { payload } = await functions.invoke(arn, {});

    expect(payload).toSatisfy((left: number) => left > 0 && left <= 3_000);
    expect(seen[0]).toMatchObject({ functionName: "notes-actions-dev", invokedFunctionArn: arn });
    expect(seen[0]?.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each<[string, FunctionHandler, object]>([
    [
      "throws",
      () => {
        throw new RangeError("out");
      },
      { errorType: "RangeError", errorMessage: "out" },
    ],
    ["rejects", () => Promise.reject("no"), { errorType: "string", errorMessage: "no" }],
    ["answers a circle", async () => circle(), { errorType: "Runtime.MarshalError" }],
    [
      "answers more than 6 MB",
      async () => "x".repeat(6_291_556),
      { errorType: "Function.ResponseSizeTooLarge" },
    ],
  ])("that %s is a function error", async (_, handler, payload) => {
    expect(await functionsOf(handler).invoke(arn, {})).toMatchObject({
      functionError: "Unhandled",
      payload,
    });
  });

  it("that takes too long is a function error with Lambda's sentence", async () => {
    const functions = functionsOf(() => new Promise(() => {}), 20);

    expect(await functions.invoke(arn, {})).toMatchObject({
      functionError: "Unhandled",
      payload: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(/Task timed out after 0\.02 seconds$/),
      },
    });
  });

  it("is not waited for once the caller has left", async () => {
    const leaving = new AbortController();
    const began = Promise.withResolvers<void>();
    const functions = functionsOf(() => {
      began.resolve();
      return new Promise(() => {});
    });

    const result = functions.invoke(arn, {}, leaving.signal);
    await began.promise;
    leaving.abort(new Error("gone"));

    await expect(result).rejects.toThrow("gone");
  });

  it("is not called for a caller who left before, nor with an event over 6 MB, nor under another name", async () => {
    let calls = 0;
    const functions = functionsOf(async () => {
      calls += 1;
    });

    await expect(functions.invoke(arn, {}, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
    await expect(functions.invoke(arn, "x".repeat(6_291_556))).rejects.toMatchObject({
      code: "request_too_large",
    });
    await expect(functions.invoke("constructor", {})).rejects.toMatchObject({ code: "function_not_found" });
    expect(calls).toBe(0);
  });
});

function circle() {
  const one: { self?: unknown } = {};
  one.self = one;
  return one;
}
