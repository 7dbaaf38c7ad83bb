import { Validator } from "@seriousme/openapi-schema-validator";
import type { OpenAPIObject } from "openapi3-ts/oas30";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { lintSchema } from "#schemas/lint.ts";
import { openApiDocument, SchemaError } from "#schemas/openapi.ts";
import { groups } from "#schemas/write.ts";
import { sampleGroup, sampleRead } from "./sample-actions.ts";

interface WrittenSchema {
  description?: string;
  properties?: Record<string, WrittenSchema>;
  required?: string[];
}
interface WrittenOperation {
  parameters: { name: string }[];
  responses: Record<string, { content: { "application/json": { schema: WrittenSchema } } }>;
}

/** The operation as it stands in the file. */
function operationOf(document: OpenAPIObject, action: string): WrittenOperation {
  const paths = JSON.parse(JSON.stringify(document.paths)) as Record<string, { post: WrittenOperation }>;
  const operation = paths[`/${action}`]?.post;
  if (!operation) throw new Error(`no operation ${action}`);
  return operation;
}

function answerOf({ responses }: WrittenOperation, status: string): WrittenSchema {
  const response = responses[status];
  if (!response) throw new Error(`no response ${status}`);
  return response.content["application/json"].schema;
}

const document = openApiDocument(sampleGroup);
const read = operationOf(document, "find_paint");
const write = operationOf(document, "order_paint");

function documentWith(input: z.ZodObject) {
  return () => openApiDocument({ ...sampleGroup, actions: [{ ...sampleRead, input }] });
}

describe("openApiDocument", () => {
  it("writes one post operation an action, in the order of the group", () => {
    expect(document.openapi).toBe("3.0.0");
    expect(document.info).toEqual({
      title: "Paint",
      description: "Finding and ordering paint.",
      version: "1.0.0",
    });
    expect(Object.keys(document.paths)).toEqual(["/find_paint", "/order_paint"]);
    expect(Object.keys(document.paths["/find_paint"] ?? {})).toEqual(["post"]);
    expect(read).toMatchObject({ operationId: "find_paint", description: "Paints of one colour." });
  });

  it("writes flat query parameters with limits and values as words, and session_id last and optional", () => {
    expect(read.parameters).toEqual([
      {
        name: "colour",
        in: "query",
        description: "The colour, as the customer wrote it. At most 20 characters.",
        required: true,
        schema: { type: "string" },
      },
      {
        name: "finish",
        in: "query",
        description: "The finish. One of: matt, gloss.",
        required: false,
        schema: { type: "string" },
      },
      {
        name: "litres",
        in: "query",
        description: "A number of 1 to 50.",
        required: false,
        schema: { type: "integer" },
      },
      {
        name: "session_id",
        in: "query",
        description: expect.stringContaining("never ask the customer for it"),
        required: false,
        schema: { type: "string" },
      },
    ]);
  });

  it("answers with the action's output, inlined, in the reply that every action gives", () => {
    const schema = answerOf(read, "200");
    expect(schema.required).toEqual(["outcome", "message"]);
    expect(schema.properties?.result?.properties).toEqual({
      paints: {
        type: "array",
        items: {
          type: "object",
          properties: {
            name: { type: "string" },
            finish: { type: "string", description: "One of: matt, gloss." },
          },
          required: ["name", "finish"],
        },
      },
      counts: { type: "object", description: "Its keys vary; each value is of type integer." },
    });
    expect(Object.keys(read.responses)).toEqual(["200", "400", "404", "500"]);
  });

  it("names only outcomes that the action can have", () => {
    const outcomesOf = (operation: WrittenOperation, status: string) =>
      answerOf(operation, status).properties?.outcome?.description;
    expect(outcomesOf(read, "200")).not.toMatch(/needs_confirmation|dry_run|unknown_outcome/);
    expect(outcomesOf(write, "200")).toMatch(/needs_confirmation.*unknown_outcome/);
    expect(outcomesOf(write, "400")).toBe("Always ask_user.");
    expect(outcomesOf(write, "404")).toBe("Always not_found.");
    expect(outcomesOf(write, "500")).toBe("Always bug.");
  });

  it("says null in words", () => {
    const { properties } = answerOf(write, "200").properties?.result ?? {};
    expect(properties?.order_number).toEqual({ type: "string", description: "May be null." });
  });

  it("lets Bedrock ask before confirmed actions only when a setting says so", () => {
    const asking = openApiDocument(sampleGroup, { requireConfirmation: true });
    expect(write).not.toHaveProperty("x-requireConfirmation");
    expect(operationOf(asking, "order_paint")).toHaveProperty("x-requireConfirmation", "ENABLED");
    expect(operationOf(asking, "find_paint")).not.toHaveProperty("x-requireConfirmation");
  });

  it.each([
    ["an object", z.strictObject({ place: z.object({ city: z.string() }) })],
    ["a list", z.strictObject({ names: z.array(z.string()) })],
    ["a choice of types", z.strictObject({ amount: z.union([z.string(), z.number()]) })],
    ["anything at all", z.strictObject({ anything: z.unknown() })],
    ["session_id", z.strictObject({ session_id: z.string() })],
  ])("refuses an input with %s, naming the action", (_what, input) => {
    expect(documentWith(input)).toThrow(SchemaError);
    expect(documentWith(input)).toThrow(/find_paint/);
  });
});

describe.each(groups)("the schema of $name", (group) => {
  it.each([
    ["as it is written", {}],
    ["with Bedrock's own confirmation", { requireConfirmation: true }],
  ])("is valid by the OpenAPI 3.0 meta-schema, %s", async (_what, settings) => {
    const result = await new Validator().validate(structuredClone({ ...openApiDocument(group, settings) }));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it("gives the lint nothing to say", () => {
    expect(lintSchema(openApiDocument(group), { groupName: group.name })).toEqual([]);
    expect(
      lintSchema(openApiDocument(group, { requireConfirmation: true }), { groupName: group.name }),
    ).toEqual([]);
  });

  it("asks for no identity: no customer, client or token, and never requires session_id", () => {
    const schema = openApiDocument(group);
    const operations = group.actions.map(({ name }) => operationOf(schema, name));
    const names = operations.flatMap(({ parameters }) => parameters.map(({ name }) => name));
    expect(names.filter((name) => /customer|client|token|request_id/.test(name))).toEqual([]);
    for (const { parameters } of operations) {
      expect(parameters.at(-1)).toMatchObject({ name: "session_id", required: false });
    }
  });
});

it("has exactly the twelve actions of the migration plan", () => {
  expect(
    Object.fromEntries(
      groups.map(({ name, actions }) => [name, actions.map((action) => action.name).sort()]),
    ),
  ).toEqual({
    "scheduling-actions": [
      "cancel_appointment",
      "confirm_appointment",
      "get_available_dates",
      "get_business_hours",
      "get_time_slots",
      "list_projects",
    ],
    "information-actions": [
      "get_project_details",
      "get_project_status",
      "get_technician_info",
      "list_all_projects",
    ],
    "notes-actions": ["add_note", "get_notes"],
  });
});
