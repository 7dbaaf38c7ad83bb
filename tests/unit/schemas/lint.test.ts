import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  at,
  body,
  documentOf,
  lint,
  operation,
  parameter,
  post,
  rulesOf,
  schemaAt,
} from "#tests/builders/schema-documents.ts";

it("has nothing to say to a plain document", () => {
  expect(lint(post())).toEqual([]);
});

describe("an error: Bedrock refuses", () => {
  it.each<[string, unknown, string]>([
    ["a text", "openapi: 3.0.0", "document "],
    ["a list", [], "document "],
    [
      "OpenAPI 3.1",
      documentOf({ "/a": { post: operation() } }, { openapi: "3.1.0" }),
      "openapi-version openapi",
    ],
    [
      "Swagger 2",
      { swagger: "2.0", paths: { "/a": { post: operation() } }, info: { title: "T", version: "1" } },
      "openapi-version openapi",
    ],
    [
      "a version as a number",
      documentOf({ "/a": { post: operation() } }, { openapi: 3 }),
      "openapi-version openapi",
    ],
    ["no paths", { openapi: "3.0.0", info: { title: "T", version: "1" } }, "operation-count paths"],
    ["a path without operation", documentOf({ "/a": {} }), "operation-count paths"],
    ["a path without slash", documentOf({ a: { post: operation() } }), "path-form paths.a"],
    ["a path with a query", documentOf({ "/a?b=c": { post: operation() } }), 'path-form paths["/a?b=c"]'],
    [
      "a method in upper case",
      documentOf({ "/a": { POST: operation(), get: operation() } }),
      'method paths["/a"].POST',
    ],
    [
      "a method that is none of an action's",
      documentOf({ "/a": { trace: operation(), get: operation() } }),
      'method paths["/a"].trace',
    ],
    ["no description", post({ description: undefined }), `operation-description ${at}`],
    ["a blank description", post({ description: "  " }), `operation-description ${at}`],
    ["no operationId", post({ operationId: undefined }), `operation-id-missing ${at}`],
    ["an operationId with a space", post({ operationId: "get size" }), `operation-id-form ${at}.operationId`],
    ["an operationId with a dot", post({ operationId: "get.size" }), `operation-id-form ${at}.operationId`],
    [
      "an operationId with __",
      post({ operationId: "get__size" }),
      `operation-id-double-underscore ${at}.operationId`,
    ],
    ["parameters that are no list", post({ parameters: {} }), `parameters ${at}.parameters`],
    ["a parameter without name", post(parameter({ name: undefined })), `parameter-form ${at}.parameters[0]`],
    ["a parameter without place", post(parameter({ in: undefined })), `parameter-form ${at}.parameters[0]`],
    ["a parameter in the body", post(parameter({ in: "body" })), `parameter-form ${at}.parameters[0]`],
    [
      "a parameter without schema",
      post(parameter({ schema: undefined })),
      `parameter-schema ${at}.parameters[0]`,
    ],
    ["a list of types", post(parameter({ schema: { type: ["string", "null"] } })), `type ${schemaAt}.type`],
    ["a type that is none", post(parameter({ schema: { type: "date" } })), `type ${schemaAt}.type`],
    [
      "a reference that leads nowhere",
      post(parameter({ schema: { $ref: "#/components/schemas/Gone" } })),
      `reference-unresolved ${schemaAt}`,
    ],
    [
      "a reference to another file",
      post(parameter({ schema: { $ref: "things.yaml#/Thing" } })),
      `reference-unresolved ${schemaAt}`,
    ],
    [
      "a body that is a text",
      post(body({ type: "string" })),
      `body-object ${at}.requestBody.content["application/json"].schema`,
    ],
    [
      "a body without properties",
      post(body({ type: "object" })),
      `body-object ${at}.requestBody.content["application/json"].schema`,
    ],
    [
      "a body that is a list",
      post(body({ type: "array", items: { type: "string" } })),
      `body-object ${at}.requestBody.content["application/json"].schema`,
    ],
    ["a body without content", post({ requestBody: { required: true } }), `body-content ${at}.requestBody`],
    ["no responses", post({ responses: undefined }), `response-content ${at}.responses`],
    [
      "responses without content",
      post({ responses: { "200": { description: "Done." } } }),
      `response-content ${at}.responses`,
    ],
    [
      "confirmation as a boolean",
      post({ "x-requireConfirmation": true }),
      `confirmation-value ${at}.x-requireConfirmation`,
    ],
    [
      "confirmation in lower case",
      post({ "x-requireConfirmation": "enabled" }),
      `confirmation-value ${at}.x-requireConfirmation`,
    ],
  ])("%s", (_what, document, finding) => {
    expect(rulesOf(document)).toContain(`error ${finding}`);
  });

  it.each(["get", "delete"])("a body with %s", (method) => {
    const document = documentOf({
      "/a": { [method]: operation(body({ type: "object", properties: { a: { type: "string" } } })) },
    });
    expect(rulesOf(document)).toEqual([`error body-on-bodiless-method paths["/a"].${method}.requestBody`]);
  });

  it("an operationId that is used twice, across paths", () => {
    const document = documentOf({ "/a": { post: operation() }, "/b": { get: operation() } });
    expect(rulesOf(document)).toEqual(['error operation-id-unique paths["/b"].get.operationId']);
  });

  it("a twelfth operation, but not the eleventh", () => {
    const withOperations = (count: number) =>
      documentOf(
        Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `/op${index}`,
            { post: operation({ operationId: `op${index}` }) },
          ]),
        ),
      );
    expect(rulesOf(withOperations(11))).toEqual([]);
    expect(rulesOf(withOperations(12))).toEqual(["error operation-count paths"]);
  });

  it("two parameters of one name and place", () => {
    const same = { name: "thing", in: "query", description: "Which.", schema: { type: "string" } };
    expect(rulesOf(post({ parameters: [same, same] }))).toEqual([
      `error parameter-unique ${at}.parameters[1]`,
    ]);
  });

  it.each([
    ["get", 57],
    ["put", 57],
    ["post", 56],
    ["patch", 55],
    ["delete", 54],
  ])("a tool name of more than 64 characters: %s leaves %i for group and operation", (method, room) => {
    const groupName = "g".repeat(20);
    const longest = "o".repeat(room - groupName.length);
    const withId = (operationId: string) => documentOf({ "/a": { [method]: operation({ operationId }) } });
    expect(rulesOf(withId(longest), groupName)).toEqual([]);
    expect(rulesOf(withId(`${longest}o`), groupName)).toEqual([
      `error tool-name-length paths["/a"].${method}.operationId`,
    ]);
  });

  it.each(["", "-things", "_things", "my__things", "my-_things", "my things", "a".repeat(101)])(
    "the group name %j",
    (groupName) => {
      expect(rulesOf(post(), groupName)).toContain("error group-name ");
    },
  );

  it.each(["things", "Things-2", "a_b-c", "things_"])("but not the group name %j", (groupName) => {
    expect(rulesOf(post(), groupName)).toEqual([]);
  });

  it("in the service's own words where they are known", () => {
    const messagesOf = (document: unknown) => lint(document).map(({ message }) => message);
    expect(messagesOf(documentOf({ "/a": { post: operation() } }, { openapi: "3.1.0" }))[0]).toContain(
      "Failed to create OpenAPI 3 model from the JSON/YAML object that you provided for action group: things",
    );
    expect(messagesOf(post({ operationId: "a__b" }))).toContain(
      "Action name, operationId or http verb in openAPI schema should not have '__' for Claude3.5",
    );
    expect(messagesOf(post({ operationId: "o".repeat(60) }))).toContain(
      "HttpVerb__ActionName__OperationId should match tool name regex for Claude 3.5 : ^[a-zA-Z0-9_-]{1,64}$",
    );
  });
});

it("tells the cure with every finding", () => {
  const findings = lint(
    documentOf({ a: { trace: operation(), get: operation({ ...body({}), operationId: "a__b" }) } }),
  );
  expect(findings.length).toBeGreaterThan(3);
  expect(findings.filter(({ message, cure }) => message === "" || cure === "")).toEqual([]);
});

it("always answers, whatever it is given", () => {
  const keys = fc.constantFrom(
    "openapi",
    "paths",
    "/a",
    "post",
    "parameters",
    "schema",
    "$ref",
    "responses",
    "200",
    "content",
    "properties",
    "__proto__",
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(null, 1, "3.0.0", "#/paths", "#/paths/~1a", true),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(keys, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(fc.property(tree, (document) => Array.isArray(lint(document))));
});
