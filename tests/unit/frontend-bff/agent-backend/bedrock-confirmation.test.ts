import type { ApiInvocationInput, InvocationInputMember } from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it } from "vitest";
import { consentTo } from "#frontend-bff/agent-backend/bedrock-confirmation.ts";

const asks = (more: Partial<ApiInvocationInput> = {}): InvocationInputMember => ({
  apiInvocationInput: {
    actionGroup: "scheduling-actions",
    apiPath: "/confirm_appointment",
    httpMethod: "POST",
    actionInvocationType: "USER_CONFIRMATION",
    agentId: "SPEC000001",
    collaboratorName: "scheduling",
    parameters: [{ name: "project_id", type: "string", value: "7" }],
    ...more,
  },
});
const confirms = (apiPath: string) => ({
  apiResult: {
    actionGroup: "scheduling-actions",
    apiPath,
    httpMethod: "POST",
    agentId: "SPEC000001",
    confirmationState: "CONFIRM",
  },
});

describe("our consent to what Bedrock asks", () => {
  it("answers every input of a confirmation under its invocation, echoing no arguments", () => {
    const invocationInputs = [asks(), asks({ apiPath: "/cancel_appointment" })];

    expect(consentTo({ invocationId: "i-1", invocationInputs })).toEqual({
      invocationId: "i-1",
      returnControlInvocationResults: [confirms("/confirm_appointment"), confirms("/cancel_appointment")],
    });
  });

  it.each<[string, InvocationInputMember[]]>([
    ["an action to be run here", [asks({ actionInvocationType: "RESULT" })]],
    [
      "an action to be confirmed and run here",
      [asks({ actionInvocationType: "USER_CONFIRMATION_AND_RESULT" })],
    ],
    ["a function", [{ functionInvocationInput: { actionGroup: "g", function: "f" } }]],
    [
      "one that we may confirm beside one that we may not",
      [asks(), asks({ actionInvocationType: "RESULT" })],
    ],
    ["an input that is not known", [{ $unknown: ["other", {}] }]],
    ["nothing", []],
  ])("is not given to %s", (_, invocationInputs) => {
    expect(consentTo({ invocationId: "i-1", invocationInputs })).toBeUndefined();
  });

  it("is not given without an invocation to give it to", () => {
    expect(consentTo({ invocationInputs: [asks()] })).toBeUndefined();
    expect(consentTo({})).toBeUndefined();
  });
});
