import { describe, expect, it } from "vitest";
import { isMaintenanceMode, retryReason } from "#agents/setup/retry-when.ts";

const error = (name: string, message = "", more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const reasonOf = (thrown: unknown, method: "createAgent" | "prepareAgent" | "getAgent" = "prepareAgent") =>
  retryReason(thrown, { method, isRepeatable: true });

describe("retryReason", () => {
  it.each([
    "Prepare operation can't be performed on Agent when it is in Preparing state. Retry the request when the agent is in a valid state.",
    "Update operation can't be performed on Agent when it is in Versioning state. Retry the request when the agent is in a valid state.",
    "Create operation can't be performed on AgentAlias when Agent is in Updating state.",
    "Delete operation can't be performed on AgentAlias when it is in Deleting state.",
  ])("knows a state that passes: %s", (message) => {
    expect(reasonOf(error("ValidationException", message))).toBe("passing-state");
  });

  it.each([
    "Create operation can't be performed on AgentAlias when Agent is in Not Prepared state.",
    "Prepare operation can't be performed on Agent when it is in Failed state. Retry the request when the agent is in a valid state.",
    "This agent cannot be prepared. The AgentCollaboration attribute is set to SUPERVISOR but no agent collaborators are added.",
    "1 validation error detected: Value 'x' at 'agentName' failed to satisfy constraint",
  ])("repeats nothing that stays refused: %s", (message) => {
    expect(reasonOf(error("ValidationException", message))).toBeUndefined();
  });

  it.each([
    "User: arn:aws:sts::000000000000:assumed-role/deploy/ci is not authorized to perform: bedrock:CreateAgent",
    "The caller is not authorized to perform: iam:PassRole",
    "Access denied while trying to create/update an agent using InferenceProfile us.example. Ensure Agent role has valid permissions to use the inference profile",
  ])("knows a role that IAM has not spread: %s", (message) => {
    expect(reasonOf(error("AccessDeniedException", message), "createAgent")).toBe("new-role");
    expect(reasonOf(error("AccessDeniedException", message), "getAgent")).toBeUndefined();
  });

  it.each([
    "The caller is not authorized to perform: bedrock:CreateAgentAlias",
    "The caller is not authorized to perform: bedrock:TagResource",
    "Bedrock Agents is in Maintenance Mode. New agent creation is not available.",
    "Access denied.",
  ])("takes no other refusal for it: %s", (message) => {
    expect(reasonOf(error("AccessDeniedException", message), "createAgent")).toBeUndefined();
  });

  it.each([
    error("ThrottlingException"),
    error("ThrottlingException", "Too many requests", { $metadata: { httpStatusCode: 429 } }),
  ])("repeats what was throttled, whether or not it can be repeated", (thrown) => {
    expect(retryReason(thrown, { method: "updateAlias", isRepeatable: false })).toBe("throttled");
  });

  it.each([
    error("InternalServerException", "", { $metadata: { httpStatusCode: 500 } }),
    error("Error", "socket hang up", { code: "ECONNRESET" }),
    error("TimeoutError"),
  ])("repeats what was interrupted only where a second time does no more: %s", (thrown) => {
    expect(reasonOf(thrown)).toBe("interrupted");
    expect(retryReason(thrown, { method: "updateAlias", isRepeatable: false })).toBeUndefined();
  });

  it.each([
    error("ConflictException", "", { $metadata: { httpStatusCode: 409 } }),
    error("ServiceQuotaExceededException", "", { $metadata: { httpStatusCode: 402 } }),
    error("TypeError", "x is not a function"),
    "no error",
  ])("repeats nothing else: %s", (thrown) => {
    expect(reasonOf(thrown)).toBeUndefined();
  });
});

describe("isMaintenanceMode", () => {
  it("knows that refusal by its name and its words", () => {
    const message = "Bedrock Agents is in Maintenance Mode. New agent creation is not available.";
    expect(isMaintenanceMode(error("AccessDeniedException", message))).toBe(true);
    expect(isMaintenanceMode(error("ValidationException", message))).toBe(false);
    expect(isMaintenanceMode(error("AccessDeniedException", "Access denied."))).toBe(false);
  });
});
