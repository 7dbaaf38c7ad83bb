import { describe, expect, it } from "vitest";
import type { Operation } from "#local/bedrock/operations.ts";
import { controlInput, controlOf, matchResults, type ReturnedResult } from "#local/bedrock/return-control.ts";

const operation: Operation = {
  toolName: "POST__g__a",
  group: "g",
  lambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:x",
  requiresConfirmation: true,
  apiPath: "/a",
  httpMethod: "POST",
  description: "",
  parameters: [],
  body: undefined,
};
const values = { parameters: [{ name: "n", type: "string", value: "1" }] };

describe("what an operation needs of the caller", () => {
  it.each([
    ["arn:x", false, undefined],
    ["arn:x", true, "USER_CONFIRMATION"],
    [undefined, false, "RESULT"],
    [undefined, true, "USER_CONFIRMATION_AND_RESULT"],
  ])("with the Lambda %s and confirmation %s is %s", (lambdaArn, requiresConfirmation, expected) => {
    expect(controlOf({ ...operation, lambdaArn, requiresConfirmation })).toBe(expected);
  });

  it("is asked with what the model gave, and nothing where nothing is needed", () => {
    const agent = { agentId: "SPEC000001" };

    expect(controlInput(operation, values, agent, "specialist")).toEqual({
      actionGroup: "g",
      apiPath: "/a",
      httpMethod: "POST",
      actionInvocationType: "USER_CONFIRMATION",
      agentId: "SPEC000001",
      collaboratorName: "specialist",
      ...values,
    });
    expect(controlInput({ ...operation, requiresConfirmation: false }, values, agent, undefined)).toBe(
      undefined,
    );
  });
});

describe("results", () => {
  const input = (apiPath: string, more: object = {}) => ({
    apiInvocationInput: {
      actionGroup: "g",
      apiPath,
      httpMethod: "POST",
      actionInvocationType: "USER_CONFIRMATION" as const,
      agentId: "SUP0000001",
      ...more,
    },
  });
  const result = (apiPath: string, more: Partial<ReturnedResult> = {}): ReturnedResult => ({
    actionGroup: "g",
    apiPath,
    httpMethod: "POST",
    agentId: "SUP0000001",
    confirmationState: "CONFIRM",
    responseState: undefined,
    body: undefined,
    ...more,
  });

  it("go to the inputs they answer, in whatever order they come", () => {
    const control = { invocationId: "i", invocationInputs: [input("/a"), input("/b")] };

    const matched = matchResults(control, [result("/b", { confirmationState: "DENY" }), result("/a")]);

    expect(matched.map(({ confirmation }) => confirmation)).toEqual(["CONFIRM", "DENY"]);
  });

  it("to the same operation go in order", () => {
    const control = { invocationId: "i", invocationInputs: [input("/a"), input("/a")] };

    const matched = matchResults(control, [result("/a", { confirmationState: "DENY" }), result("/a")]);

    expect(matched.map(({ confirmation }) => confirmation)).toEqual(["DENY", "CONFIRM"]);
  });

  it("may leave out the id of the invoked agent, not of a collaborator", () => {
    const results = [result("/a", { agentId: undefined })];
    const own = { invocationInputs: [input("/a")] };
    const collaborators = { invocationInputs: [input("/a", { collaboratorName: "specialist" })] };

    expect(matchResults(own, results)).toHaveLength(1);
    expect(() => matchResults(collaborators, results)).toThrow(
      expect.objectContaining({ code: "validationException" }),
    );
  });

  it.each<[string, object[], ReturnedResult[]]>([
    ["one is missing", [input("/a"), input("/b")], [result("/a")]],
    ["one is too many", [input("/a")], [result("/a"), result("/a")]],
    ["the group is another", [input("/a")], [result("/a", { actionGroup: "h" })]],
    ["the method is another", [input("/a")], [result("/a", { httpMethod: "GET" })]],
    ["the yes or no is missing", [input("/a")], [result("/a", { confirmationState: undefined })]],
    ["the body is missing", [input("/a", { actionInvocationType: "RESULT" })], [result("/a")]],
  ])("are refused when %s", (_, invocationInputs, results) => {
    expect(() => matchResults({ invocationInputs: invocationInputs as never[] }, results)).toThrow(
      expect.objectContaining({ code: "validationException" }),
    );
  });
});
