import { lintBody } from "./body.ts";
import { fieldsOf, isBlank, type Place, type Report, step } from "./finding.ts";
import { lintParameters } from "./parameters.ts";
import type { References } from "./references.ts";
import { lintResponses } from "./responses.ts";

/** Every rule on one operation but those of its name. `method` in lower case, `apiPath` as the document writes it. */
export function lintOperation(
  operation: Place & { method: string; apiPath: string },
  references: References,
  report: Report,
): void {
  const { path, method } = operation;
  const fields = fieldsOf(operation.value) ?? {};
  if (isBlank(fields.description)) {
    report(path, {
      grade: "error",
      rule: "operation-description",
      message: "The operation has no description; Bedrock requires one, and the model chooses by it.",
      cure: "Say when to use the operation and what comes back.",
    });
  }
  lintParameters(operation, fields.parameters, references, report);
  if (fields.requestBody !== undefined) {
    lintBody({ path: step(path, "requestBody"), value: fields.requestBody }, method, references, report);
  }
  lintResponses({ path: step(path, "responses"), value: fields.responses }, references, report);
  lintConfirmation(fields["x-requireConfirmation"], path, report);
  for (const name of ["security", "servers", "callbacks"]) {
    if (fields[name] === undefined) continue;
    report(step(path, name), {
      grade: "warning",
      rule: "field-not-honoured",
      message: `${name} is accepted but not honoured: the call goes to the action group's Lambda.`,
      cure: "Take it out.",
    });
  }
}

function lintConfirmation(value: unknown, path: string, report: Report): void {
  if (value === undefined || value === "ENABLED" || value === "DISABLED") return;
  report(step(path, "x-requireConfirmation"), {
    grade: "error",
    rule: "confirmation-value",
    message: `x-requireConfirmation is ${JSON.stringify(value)}; it must be a text.`,
    cure: 'Write "ENABLED" or "DISABLED".',
  });
}
