import { lintSchema } from "#schemas/lint.ts";

export type Json = Record<string, unknown>;

export const reply = {
  description: "The answer.",
  content: { "application/json": { schema: { type: "object", properties: { size: { type: "string" } } } } },
};

/** A POST that nothing is said of, changed. */
export function operation(change: Json = {}): Json {
  return {
    operationId: "get_size",
    description: "The size of a thing.",
    parameters: [
      { name: "thing", in: "query", description: "Which thing.", required: true, schema: { type: "string" } },
    ],
    responses: { "200": reply },
    ...change,
  };
}

/** A document of these paths, changed. */
export function documentOf(paths: Json, change: Json = {}): Json {
  return { openapi: "3.0.0", info: { title: "Things", version: "1.0.0" }, paths, ...change };
}

/** The plain document of one such POST, changed. */
export function post(change: Json = {}): Json {
  return documentOf({ "/get_size": { post: operation(change) } });
}

export function lint(document: unknown, groupName = "things") {
  return lintSchema(document, { groupName });
}

/** `grade rule path` of each finding. */
export function rulesOf(document: unknown, groupName?: string): string[] {
  return lint(document, groupName).map(({ grade, rule, path }) => `${grade} ${rule} ${path}`);
}

/** A change: the arguments come in a body of this schema. */
export function body(schema: unknown): Json {
  return { requestBody: { content: { "application/json": { schema } } } };
}

/** A change: the one parameter is another. */
export function parameter(change: Json): Json {
  return {
    parameters: [
      { name: "thing", in: "query", description: "Which.", schema: { type: "string" }, ...change },
    ],
  };
}

/** Where findings in the plain document are. */
export const at = 'paths["/get_size"].post';
export const schemaAt = `${at}.parameters[0].schema`;
