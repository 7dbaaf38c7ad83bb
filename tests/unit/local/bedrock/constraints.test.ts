import { describe, expect, it } from "vitest";
import { checkConstraints } from "#local/bedrock/constraints.ts";
import { readInvokeAgent } from "#local/bedrock/invoke-agent-request.ts";

const messageOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

describe("checkConstraints", () => {
  it("lets through what fits and what is absent", () => {
    expect(
      messageOf(() =>
        checkConstraints([
          { at: "a", value: "abc", minLength: 3, maxLength: 3, pattern: "[a-c]+" },
          { at: "b", value: undefined, minLength: 1 },
          { at: "c", value: null, oneOf: ["x"] },
          { at: "d", value: 1, min: 1 },
        ]),
      ),
    ).toBeUndefined();
  });

  it.each([
    [{ at: "a", value: "ab\n", pattern: "[a-c]+" }, "regular expression pattern: [a-c]+"],
    [{ at: "a", value: "abc", maxLength: 2 }, "length less than or equal to 2"],
    [{ at: "a", value: [], minLength: 1, maxLength: 5 }, "length greater than or equal to 1"],
    [{ at: "a", value: 0, min: 1 }, "value greater than or equal to 1"],
    [{ at: "a", value: "fast", oneOf: ["standard", "optimized"] }, "enum value set: [standard, optimized]"],
  ])("refuses %j", (constraint, demand) => {
    expect(messageOf(() => checkConstraints([constraint]))).toContain(demand);
  });

  it("does not repeat a sensitive value", () => {
    const message = messageOf(() =>
      checkConstraints([{ at: "inputText", value: "call 555-0100", maxLength: 1, isSensitive: true }]),
    );

    expect(message).toContain("Value at 'inputText'");
    expect(message).not.toContain("555-0100");
  });
});

describe("readInvokeAgent", () => {
  const path = { agentId: "SUP0000001", aliasId: "LIVE000000", sessionId: "s:1" };

  it("fills in what the service takes for granted, and ignores what it does not know", () => {
    expect(readInvokeAgent(path, { inputText: "hi", enableTrace: null, unknown: 1 })).toEqual({
      ...path,
      inputText: "hi",
      enableTrace: false,
      endSession: false,
      streamFinalResponse: false,
      memoryId: undefined,
      sessionAttributes: undefined,
      promptSessionAttributes: {},
      conversationHistory: [],
      returned: undefined,
      guardrailInterval: undefined,
    });
  });

  it.each([
    [{ inputText: "hi", sessionState: { sessionAttributes: { a: 1 } } }, "sessionState.sessionAttributes.a"],
    [{ inputText: "hi", streamingConfigurations: { applyGuardrailInterval: 0 } }, "applyGuardrailInterval"],
    [{ sessionState: { returnControlInvocationResults: [{}] } }, "returnControl"],
    [{}, "inputText"],
  ])("refuses %j", (body, message) => {
    expect(messageOf(() => readInvokeAgent(path, body))).toContain(message);
  });
});
