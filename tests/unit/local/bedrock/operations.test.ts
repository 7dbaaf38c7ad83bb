import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eventValues } from "#local/bedrock/lambda-event.ts";
import { operationsOf, toolOf } from "#local/bedrock/operations.ts";

const lambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:x";
const groupOf = (schema: Record<string, unknown>) => operationsOf({ name: "orders", schema, lambdaArn });

const schema = {
  openapi: "3.0.0",
  paths: {
    "/orders/{orderId}": {
      parameters: [],
      get: {
        operationId: "getOrder",
        description: "One order.",
        parameters: [
          {
            name: "orderId",
            in: "path",
            description: "Its id.",
            required: true,
            schema: { type: "integer" },
          },
          { name: "full", in: "query", description: "All of it.", schema: { type: "boolean" } },
        ],
        responses: {},
      },
      put: { description: "has no operationId", responses: {} },
      post: {
        operationId: "putOrder",
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { lines: { type: "array", description: "Lines." }, note: { type: "string" } },
                required: ["lines"],
              },
            },
          },
        },
        responses: {},
      },
    },
  },
};

describe("operationsOf", () => {
  it("names tools by verb, group and operationId, and leaves out what has none", () => {
    expect(groupOf(schema).map(({ toolName }) => toolName)).toEqual([
      "GET__orders__getOrder",
      "POST__orders__putOrder",
    ]);
  });

  it("makes one flat object of parameters and body", () => {
    const [get, post] = groupOf(schema).map(toolOf);

    expect(get).toEqual({
      name: "GET__orders__getOrder",
      description: "One order.",
      inputSchema: {
        type: "object",
        properties: {
          orderId: { type: "integer", description: "Its id." },
          full: { type: "boolean", description: "All of it." },
        },
        required: ["orderId"],
      },
    });
    expect(post?.inputSchema).toMatchObject({ required: ["lines"] });
  });

  it.each(["scheduling-actions", "information-actions", "notes-actions"])(
    "reads our own %s: every tool's name is one that Bedrock takes",
    (group) => {
      const file = new URL(`../../../../schemas/${group}.openapi.json`, import.meta.url);
      const own = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

      const names = operationsOf({ name: group, schema: own, lambdaArn }).map(({ toolName }) => toolName);

      expect(names).toHaveLength(Object.keys(own.paths as object).length);
      for (const name of names) expect(name).toMatch(/^POST__[a-z-]+__[a-z_]{1,50}$/);
    },
  );
});

describe("eventValues", () => {
  it("turns every value into a string and keeps to what the schema declares", () => {
    const [get, post] = groupOf(schema);
    if (!get || !post) throw new Error("no operations");

    expect(eventValues(get, { orderId: 7, full: false, extra: "x", toString: "y" }, "java")).toEqual({
      parameters: [
        { name: "orderId", type: "integer", value: "7" },
        { name: "full", type: "boolean", value: "false" },
      ],
    });
    expect(eventValues(post, { lines: [{ a: 1 }, "b"], note: null }, "java")).toEqual({
      parameters: [],
      requestBody: {
        content: {
          "application/json": { properties: [{ name: "lines", type: "array", value: "[{a=1}, b]" }] },
        },
      },
    });
  });

  it("writes arrays and objects as JSON where that is wanted, other values as ever", () => {
    const [, post] = groupOf(schema);
    if (!post) throw new Error("no operation");

    const { requestBody } = eventValues(post, { lines: [{ a: 1 }, "b"], note: "x" }, "json");

    expect(requestBody?.content["application/json"]?.properties).toEqual([
      { name: "lines", type: "array", value: '[{"a":1},"b"]' },
      { name: "note", type: "string", value: "x" },
    ]);
  });
});

describe("confirmation", () => {
  it.each([
    ["ENABLED", true],
    ["DISABLED", false],
    [undefined, false],
  ])("with x-requireConfirmation %s is required: %s", (value, expected) => {
    const post = { operationId: "a", ...(value !== undefined && { "x-requireConfirmation": value }) };

    expect(groupOf({ paths: { "/a": { post } } })[0]?.requiresConfirmation).toBe(expected);
  });
});
