import { type Finding, fieldsOf, isBlank, type Report, step } from "./rules/finding.ts";
import { lintOperation } from "./rules/operation.ts";
import { createReferences } from "./rules/references.ts";
import { lintGroupName, lintToolName } from "./rules/tool-name.ts";

const methods = ["get", "put", "post", "patch", "delete"];
const otherMethods = ["head", "options", "trace"];
const pathFields = ["summary", "description", "servers", "parameters", "$ref"];
const mostOperations = 11;

/**
 * Predicts what Bedrock says to an action group's OpenAPI document (already parsed from JSON or YAML). Errors come where
 * the service refuses, by its own words as users met them or by what its documentation requires; warnings where it
 * accepts and does not honour, or where nobody knows. In the order of the document; empty when all is well.
 */
export function lintSchema(document: unknown, { groupName }: { groupName: string }): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, finding) => findings.push({ path, ...finding });
  lintGroupName(groupName, report);
  const fields = fieldsOf(document);
  if (!fields) {
    report("", { ...noModel(groupName, "the document is not an object"), rule: "document" });
    return findings;
  }
  lintVersion(fields.openapi, groupName, report);
  lintTop(fields, report);

  const references = createReferences(document, report);
  const operations = listOperations(fields.paths, report);
  lintOperationCount(operations, report);
  const ids = new Set<unknown>();
  for (const operation of operations) {
    const operationId = fieldsOf(operation.value)?.operationId;
    lintToolName({ ...operation, operationId, groupName }, report);
    if (!isBlank(operationId) && ids.has(operationId)) {
      report(step(operation.path, "operationId"), {
        grade: "error",
        rule: "operation-id-unique",
        message: `operationId ${JSON.stringify(operationId)} is used twice.`,
        cure: "Give each operation its own.",
      });
    }
    ids.add(operationId);
    lintOperation(operation, references, report);
  }
  return findings;
}

function noModel(groupName: string, why: string) {
  return {
    grade: "error" as const,
    message: `Failed to create OpenAPI 3 model from the JSON/YAML object that you provided for action group: ${groupName} (${why})`,
    cure: 'Give an object with "openapi": "3.0.0", info and paths.',
  };
}

function lintVersion(version: unknown, groupName: string, report: Report): void {
  if (version === "3.0.0") return;
  if (typeof version === "string" && /^3\.0\.\d+$/.test(version)) {
    report("openapi", {
      grade: "warning",
      rule: "openapi-version-patch",
      message: `${version} is accepted, though only 3.0.0 is documented to work.`,
      cure: 'Write "openapi": "3.0.0".',
    });
    return;
  }
  const written = version === undefined ? "openapi is missing" : `openapi is ${JSON.stringify(version)}`;
  report("openapi", {
    ...noModel(groupName, written),
    rule: "openapi-version",
    cure: 'Write "openapi": "3.0.0".',
  });
}

function lintTop(fields: Record<string, unknown>, report: Report): void {
  const info = fieldsOf(fields.info);
  if (isBlank(info?.title) || isBlank(info?.version)) {
    report("info", {
      grade: "warning",
      rule: "info",
      message: "OpenAPI requires info with a title and a version.",
      cure: 'Add "info": {"title": …, "version": "1.0.0"}.',
    });
  }
  for (const name of ["servers", "security"]) {
    if (fields[name] === undefined) continue;
    report(name, {
      grade: "warning",
      rule: "field-not-honoured",
      message: `${name} is accepted but not honoured: calls go to the action group's Lambda.`,
      cure: "Take it out.",
    });
  }
}

function listOperations(paths: unknown, report: Report) {
  return Object.entries(fieldsOf(paths) ?? {}).flatMap(([apiPath, item]) => {
    const path = step("paths", apiPath);
    if (apiPath.startsWith("x-")) return [];
    if (!/^\/[^\s?#]*$/.test(apiPath)) {
      report(path, {
        grade: "error",
        rule: "path-form",
        message: "Each path must begin with a forward slash, and hold no white space, query or fragment.",
        cure: "Write /name or /name/{parameter}.",
      });
    }
    return Object.entries(fieldsOf(item) ?? {}).flatMap(([name, value]) => {
      const method = name.toLowerCase();
      const at = step(path, name);
      if (name === method && methods.includes(method)) return [{ path: at, value, method, apiPath }];
      if (pathFields.includes(name)) reportPathField(name, at, report);
      else if (!name.startsWith("x-") || name === "x-requireConfirmation") reportMethod(name, at, report);
      return [];
    });
  });
}

function reportPathField(name: string, path: string, report: Report): void {
  if (name === "summary" || name === "description") return;
  report(path, {
    grade: "warning",
    rule: "field-not-honoured",
    message: `${name} at a path is not dependably honoured.`,
    cure: "Write it in each operation.",
  });
}

function reportMethod(name: string, path: string, report: Report): void {
  const isHttp = otherMethods.includes(name.toLowerCase()) || methods.includes(name.toLowerCase());
  report(path, {
    grade: isHttp ? "error" : "warning",
    rule: isHttp ? "method" : "field-not-honoured",
    message: isHttp
      ? `${name} is no method of an action; methods are get, put, post, patch and delete, in lower case.`
      : `${name} means nothing at a path; x-requireConfirmation belongs into the operation.`,
    cure: isHttp ? "Use post." : "Move it or take it out.",
  });
}

function lintOperationCount(operations: readonly unknown[], report: Report): void {
  if (operations.length >= 1 && operations.length <= mostOperations) return;
  report("paths", {
    grade: "error",
    rule: "operation-count",
    message:
      operations.length === 0
        ? "The document has no operation."
        : `${operations.length} operations; an action group takes ${mostOperations} (a quota that AWS can raise).`,
    cure: operations.length === 0 ? "Add one." : "Split the group.",
  });
}
