import { isBlank, type Report, step } from "./finding.ts";

/** The form of every name that the control plane takes (API reference, CreateAgentActionGroup). */
const resourceName = /^([0-9a-zA-Z][_-]?){1,100}$/;

/** The group's own name, which is the middle part of every tool name. */
export function lintGroupName(groupName: string, report: Report): void {
  if (resourceName.test(groupName)) return;
  report("", {
    grade: "error",
    rule: "group-name",
    message: `1 validation error detected: Value '${groupName}' at 'actionGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ([0-9a-zA-Z][_-]?){1,100}`,
    cure: "Begin with a letter or digit, never two of - and _ in a row, at most 100 letters and digits.",
  });
}

/** The operation's name, and the tool name that Bedrock makes of it: `VERB__group__operationId`. */
export function lintToolName(
  operation: { path: string; method: string; operationId: unknown; groupName: string },
  report: Report,
): void {
  const { method, operationId, groupName } = operation;
  if (typeof operationId !== "string" || isBlank(operationId)) {
    report(operation.path, {
      grade: "error",
      rule: "operation-id-missing",
      message: "The operation has no operationId; models that use tools cannot be given it.",
      cure: "Add one: letters, digits, - and _, different from every other.",
    });
    return;
  }
  const path = step(operation.path, "operationId");
  if (operationId.includes("__")) {
    report(path, {
      grade: "error",
      rule: "operation-id-double-underscore",
      message: "Action name, operationId or http verb in openAPI schema should not have '__' for Claude3.5",
      cure: "Use single underscores.",
    });
  }
  const tool = `${method.toUpperCase()}__${groupName}__${operationId}`;
  if (/^[a-zA-Z0-9_-]{1,64}$/.test(tool)) return;
  const isTooLong = tool.length > 64;
  report(path, {
    grade: "error",
    rule: isTooLong ? "tool-name-length" : "operation-id-form",
    message:
      "HttpVerb__ActionName__OperationId should match tool name regex for Claude 3.5 : ^[a-zA-Z0-9_-]{1,64}$",
    cure: isTooLong
      ? `${tool} has ${tool.length} characters: shorten the operationId or the group's name by ${tool.length - 64}.`
      : `${tool} may hold letters, digits, - and _ alone.`,
  });
}
