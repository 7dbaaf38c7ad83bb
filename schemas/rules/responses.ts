import { fieldsOf, type Place, type Report, step } from "./finding.ts";
import type { References } from "./references.ts";
import { lintShape } from "./schema.ts";

/** The responses of one operation: one with a schema is required, bare ones beside it are accepted. */
export function lintResponses(place: Place, references: References, report: Report): void {
  const responses = fieldsOf(place.value) ?? {};
  const written = Object.entries(responses).map(([code, value]) => {
    const path = step(place.path, code);
    const content = fieldsOf(fieldsOf(references.follow(value, path))?.content) ?? {};
    const shapes = Object.entries(content).flatMap(([mediaType, media]) => {
      const schema = fieldsOf(media)?.schema;
      return schema === undefined
        ? []
        : [{ path: step(step(step(path, "content"), mediaType), "schema"), value: schema }];
    });
    return { path, shapes };
  });
  if (!written.some(({ shapes }) => shapes.length > 0)) {
    report(place.path, {
      grade: "error",
      rule: "response-content",
      message: "Bedrock requires at least one response with content, media type and schema.",
      cure: 'Add "200": {"description": …, "content": {"application/json": {"schema": {"type": "object", "properties": {…}}}}}.',
    });
    return;
  }
  for (const { path, shapes } of written) {
    if (shapes.length === 0) {
      report(path, {
        grade: "warning",
        rule: "response-bare",
        message: "A response without content is accepted, but tells the model nothing.",
        cure: "Give it an application/json schema, or leave it out.",
      });
    }
    for (const shape of shapes) lintShape(shape, references, report);
  }
}
