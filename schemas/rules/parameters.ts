import { fieldsOf, isBlank, type Report, step } from "./finding.ts";
import type { References } from "./references.ts";
import { lintShape } from "./schema.ts";

const parameterPlaces: readonly unknown[] = ["query", "path", "header", "cookie"];
/** The quota speaks of functions; whether it counts an operation's parameters is not documented. */
const mostParameters = 5;

/** The parameters of one operation; absent ones are as good as none. */
export function lintParameters(
  { path, apiPath }: { path: string; apiPath: string },
  value: unknown,
  references: References,
  report: Report,
): void {
  const place = step(path, "parameters");
  if (value !== undefined && !Array.isArray(value)) {
    report(place, {
      grade: "error",
      rule: "parameters",
      message: "parameters is not a list.",
      cure: "Write a list of {name, in, description, required, schema}.",
    });
    return;
  }
  const parameters = (value ?? []).map((entry: unknown, index: number) => {
    const at = step(place, index);
    return { path: at, fields: fieldsOf(references.follow(entry, at)) ?? {} };
  });
  for (const parameter of parameters) lintParameter(parameter, references, report);

  const keys = parameters.map(({ fields }) => `${fields.in} ${fields.name}`);
  parameters.forEach((parameter, index) => {
    if (keys.indexOf(keys[index] ?? "") === index) return;
    report(parameter.path, {
      grade: "error",
      rule: "parameter-unique",
      message: "Two parameters have the same name and place.",
      cure: "Name each parameter once.",
    });
  });
  if (parameters.length > mostParameters) {
    report(place, {
      grade: "warning",
      rule: "parameter-count",
      message: `${parameters.length} parameters; the quota "parameters per function" is ${mostParameters} (adjustable).`,
      cure: "Ask for less, or split the operation.",
    });
  }
  for (const [, name] of apiPath.matchAll(/\{([^{}]*)\}/g)) {
    if (parameters.some(({ fields }) => fields.in === "path" && fields.name === name)) continue;
    report(path, {
      grade: "warning",
      rule: "path-parameter",
      message: `{${name}} of the path is not among the parameters, so the model never gives it.`,
      cure: `Add {"name": "${name}", "in": "path", "required": true, …}.`,
    });
  }
}

function lintParameter(
  { path, fields }: { path: string; fields: Record<string, unknown> },
  references: References,
  report: Report,
): void {
  if (isBlank(fields.name) || !parameterPlaces.includes(fields.in)) {
    report(path, {
      grade: "error",
      rule: "parameter-form",
      message: "A parameter needs a name, and `in` as one of query, path, header, cookie.",
      cure: 'Write {"name": …, "in": "query", …}.',
    });
  }
  if (isBlank(fields.description)) {
    report(path, {
      grade: "warning",
      rule: "parameter-description",
      message: "The parameter has no description: the model has its name alone to go by.",
      cure: "Say what it holds, in which form, and where it comes from.",
    });
  }
  const schema = fieldsOf(references.follow(fields.schema, step(path, "schema")));
  if (!schema) {
    report(path, {
      grade: "error",
      rule: "parameter-schema",
      message: "The parameter has no schema.",
      cure: 'Add "schema": {"type": "string"}.',
    });
    return;
  }
  if (schema.type === "array" || schema.type === "object") {
    report(path, {
      grade: "warning",
      rule: "parameter-plain",
      message: `An ${schema.type} reaches the Lambda as text, often not JSON: [{a=b}].`,
      cure: "Use a string and describe what is in it, for example values with commas between them.",
    });
  }
  lintShape({ path: step(path, "schema"), value: fields.schema }, references, report);
}
