import { fieldsOf, type Place, type Report, step } from "./finding.ts";
import type { References } from "./references.ts";

const types: readonly unknown[] = ["string", "number", "integer", "boolean", "array", "object"];

/** Accepted, but neither the model nor the service holds to them; each with what to write instead. */
const notHonoured: Readonly<Record<string, string>> = {
  enum: "Put the allowed values into the description and check them in the Lambda.",
  const: "Put the value into the description.",
  anyOf: "Give it one plain shape.",
  oneOf: "Give it one plain shape.",
  allOf: "Write the fields in place.",
  not: "Say it in the description and check it in the Lambda.",
  discriminator: "Give it one plain shape.",
  nullable: "Leave the field out of `required` instead, and say in the description when it is absent.",
  additionalProperties: "Name the properties, or describe a text with JSON in it.",
  ...Object.fromEntries(
    [
      "minimum",
      "maximum",
      "exclusiveMinimum",
      "exclusiveMaximum",
      "multipleOf",
      "minLength",
      "maxLength",
      "pattern",
      "minItems",
      "maxItems",
      "uniqueItems",
      "minProperties",
      "maxProperties",
      "format",
      "default",
    ].map((keyword) => [keyword, "Say it in the description and check it in the Lambda."]),
  ),
  example: "Put the example into the description.",
  examples: "Put the example into the description.",
};

/** Every rule on one schema and all that is in it. A schema that holds itself is walked once. */
export function lintShape(
  place: Place,
  references: References,
  report: Report,
  ancestors: ReadonlySet<unknown> = new Set(),
): void {
  const { path } = place;
  const target = references.follow(place.value, path);
  const schema = fieldsOf(target);
  if (!schema || ancestors.has(target)) return;
  const within = new Set([...ancestors, target]);

  for (const keyword of Object.keys(schema)) {
    const cure = Object.hasOwn(notHonoured, keyword) ? notHonoured[keyword] : undefined;
    if (cure === undefined) continue;
    report(step(path, keyword), {
      grade: "warning",
      rule: "keyword-not-honoured",
      message:
        keyword === "enum"
          ? "enum is documented as unsupported: it is accepted and ignored."
          : `${keyword} is accepted but not honoured.`,
      cure,
    });
  }
  lintType(schema, path, report);

  const properties = fieldsOf(schema.properties);
  for (const [name, value] of Object.entries(properties ?? {})) {
    lintShape({ path: step(step(path, "properties"), name), value }, references, report, within);
  }
  if (schema.items !== undefined) {
    lintShape({ path: step(path, "items"), value: schema.items }, references, report, within);
  }
  for (const keyword of ["anyOf", "oneOf", "allOf"]) {
    const parts = schema[keyword];
    if (!Array.isArray(parts)) continue;
    parts.forEach((value, index) => {
      lintShape({ path: step(step(path, keyword), index), value }, references, report, within);
    });
  }
}

function lintType(schema: Record<string, unknown>, path: string, report: Report): void {
  const type = schema.type;
  if (type !== undefined && !types.includes(type)) {
    report(step(path, "type"), {
      grade: "error",
      rule: "type",
      message: `type ${JSON.stringify(type)} is no type of OpenAPI 3.0.`,
      cure: "Use one of string, number, integer, boolean, array, object.",
    });
  }
  if (type === "array" && schema.items === undefined) {
    report(path, {
      grade: "warning",
      rule: "array-items",
      message: "An array without items tells the model nothing about its entries.",
      cure: "Add items with a type, or describe a text with commas in it.",
    });
  }
}
