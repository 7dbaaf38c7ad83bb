import { fieldsOf, type Place, type Report, step } from "./finding.ts";
import type { References } from "./references.ts";
import { lintShape } from "./schema.ts";

const bodiless = ["get", "delete"];

/** One requestBody: the event carries the properties of one object, as a flat list. */
export function lintBody(place: Place, method: string, references: References, report: Report): void {
  if (bodiless.includes(method)) {
    report(place.path, {
      grade: "error",
      rule: "body-on-bodiless-method",
      message: `${method.toUpperCase()} cannot have a requestBody.`,
      cure: "Use POST, or parameters.",
    });
  }
  const content = fieldsOf(fieldsOf(references.follow(place.value, place.path))?.content) ?? {};
  const at = step(place.path, "content");
  const [mediaType] = "application/json" in content ? ["application/json"] : Object.keys(content);
  if (mediaType === undefined) {
    report(place.path, {
      grade: "error",
      rule: "body-content",
      message: "The requestBody has no content.",
      cure: 'Add "content": {"application/json": {"schema": {"type": "object", "properties": {…}}}}.',
    });
    return;
  }
  if (mediaType !== "application/json") {
    report(at, {
      grade: "warning",
      rule: "body-media-type",
      message: "The requestBody is not application/json.",
      cure: "Use application/json.",
    });
  }
  const schemaAt = step(step(at, mediaType), "schema");
  const written = fieldsOf(content[mediaType])?.schema;
  const schema = fieldsOf(references.follow(written, schemaAt));
  const isComposed = ["allOf", "anyOf", "oneOf"].some((keyword) => schema?.[keyword] !== undefined);
  if (!isComposed && (schema?.type !== "object" || !fieldsOf(schema.properties))) {
    report(schemaAt, {
      grade: "error",
      rule: "body-object",
      message:
        "The body's schema must be an object with properties: the event carries one flat list of them.",
      cure: 'Write {"type": "object", "properties": {…}, "required": […]}.',
    });
  }
  lintShape({ path: schemaAt, value: written }, references, report);
}
