import { describe, expect, it } from "vitest";
import {
  at,
  body,
  documentOf,
  type Json,
  operation,
  parameter,
  post,
  reply,
  rulesOf,
  schemaAt,
} from "#tests/builders/schema-documents.ts";

describe("a warning: accepted, not honoured", () => {
  it.each(["3.0.1", "3.0.2", "3.0.3", "3.0.4"])("version %s", (openapi) => {
    expect(rulesOf({ ...post(), openapi })).toEqual(["warning openapi-version-patch openapi"]);
  });

  it.each<[string, unknown]>([
    ["enum", ["small", "large"]],
    ["anyOf", [{ type: "string" }, { type: "number" }]],
    ["oneOf", [{ type: "string" }]],
    ["allOf", [{ type: "string" }]],
    ["not", { type: "number" }],
    ["nullable", true],
    ["minimum", 1],
    ["maximum", 9],
    ["minLength", 1],
    ["maxLength", 9],
    ["pattern", "^a"],
    ["format", "date"],
    ["default", "small"],
    ["example", "small"],
    ["additionalProperties", false],
  ])("%s, in a parameter, a body and an answer", (keyword, value) => {
    const schema = { type: "string", [keyword]: value };
    const wrapped = { type: "object", properties: { a: { type: "array", items: schema } } };
    const response = { description: "Done.", content: { "application/json": { schema: wrapped } } };
    const document = post({ ...parameter({ schema }), ...body(wrapped), responses: { "200": response } });
    const inner = "properties.a.items";
    expect(rulesOf(document)).toEqual([
      `warning keyword-not-honoured ${schemaAt}.${keyword}`,
      `warning keyword-not-honoured ${at}.requestBody.content["application/json"].schema.${inner}.${keyword}`,
      `warning keyword-not-honoured ${at}.responses["200"].content["application/json"].schema.${inner}.${keyword}`,
    ]);
  });

  it.each<[string, unknown, string]>([
    ["no info", { ...post(), info: undefined }, "info info"],
    [
      "servers",
      { ...post(), servers: [{ url: "https://things.example.com" }] },
      "field-not-honoured servers",
    ],
    ["security", post({ security: [{ key: [] }] }), `field-not-honoured ${at}.security`],
    [
      "a bare response beside a full one",
      post({ responses: { "200": reply, "400": { description: "Bad." } } }),
      `response-bare ${at}.responses["400"]`,
    ],
    [
      "a parameter without description",
      post(parameter({ description: undefined })),
      `parameter-description ${at}.parameters[0]`,
    ],
    [
      "a parameter that is an array",
      post(parameter({ schema: { type: "array", items: { type: "string" } } })),
      `parameter-plain ${at}.parameters[0]`,
    ],
    [
      "an array without items",
      post(body({ type: "object", properties: { a: { type: "array" } } })),
      `array-items ${at}.requestBody.content["application/json"].schema.properties.a`,
    ],
    [
      "a path parameter that is not declared",
      documentOf({ "/things/{id}": { post: operation() } }),
      'path-parameter paths["/things/{id}"].post',
    ],
    [
      "parameters at the path",
      documentOf({ "/a": { parameters: [], post: operation() } }),
      'field-not-honoured paths["/a"].parameters',
    ],
    [
      "confirmation at the path",
      documentOf({ "/a": { "x-requireConfirmation": "ENABLED", post: operation() } }),
      'field-not-honoured paths["/a"].x-requireConfirmation',
    ],
    [
      "a body that is no JSON",
      post({ requestBody: { content: { "text/plain": { schema: { type: "object", properties: {} } } } } }),
      `body-media-type ${at}.requestBody.content`,
    ],
  ])("%s", (_what, document, finding) => {
    expect(rulesOf(document)).toEqual([`warning ${finding}`]);
  });

  it("a sixth parameter", () => {
    const parameters = Array.from({ length: 6 }, (_, index) => ({
      ...(operation().parameters as Json[])[0],
      name: `p${index}`,
    }));
    expect(rulesOf(post({ parameters: parameters.slice(0, 5) }))).toEqual([]);
    expect(rulesOf(post({ parameters }))).toEqual([`warning parameter-count ${at}.parameters`]);
  });

  it("a local reference, which is followed, even to a schema that holds itself", () => {
    const components = {
      schemas: {
        "Thing/Part": {
          type: "object",
          properties: { parts: { type: "array", items: { $ref: "#/components/schemas/Thing~1Part" } } },
        },
      },
    };
    const document = { ...post(body({ $ref: "#/components/schemas/Thing~1Part" })), components };
    const schema = `${at}.requestBody.content["application/json"].schema`;
    expect(rulesOf(document)).toEqual([
      `warning reference ${schema}`,
      `warning reference ${schema}.properties.parts.items`,
    ]);
  });
});
