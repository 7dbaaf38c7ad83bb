import { describe, expect, it } from "vitest";
import { lintSchema } from "#schemas/lint.ts";

/**
 * Schemas in the shape of those that AWS ships in its samples and that Bedrock accepts (insurance claims with and without
 * confirmation, connected house, metadata filtering, game sales, the CDK's integration test, Powertools' generated
 * ones), in our own words. None of them may raise an error.
 */
const json = (schema: unknown) => ({ "application/json": { schema } });

const claims = (confirmation?: string) => ({
  openapi: "3.0.0",
  info: { title: "Library loans", version: "1.0.0", description: "Loans and reminders." },
  paths: {
    "/loans": {
      get: {
        summary: "Open loans",
        description: "Every loan that is still open.",
        operationId: "getOpenLoans",
        responses: {
          "200": {
            description: "The open loans.",
            content: json({
              type: "array",
              items: { type: "object", properties: { loanId: { type: "string", description: "The loan." } } },
            }),
          },
        },
      },
    },
    "/loans/{loanId}/missing-parts": {
      get: {
        summary: "Missing parts",
        description: "The parts that have not come back.",
        operationId: "findMissingParts",
        parameters: [
          {
            name: "loanId",
            in: "path",
            description: "The loan.",
            required: true,
            schema: { type: "string" },
          },
        ],
        responses: {
          "200": {
            description: "The parts.",
            content: json({ type: "object", properties: { parts: { type: "string" } } }),
          },
        },
      },
    },
    "/send-reminder": {
      post: {
        description: "Sends one reminder.",
        operationId: "sendReminder",
        ...(confirmation && { "x-requireConfirmation": confirmation }),
        requestBody: {
          required: true,
          content: json({
            type: "object",
            properties: { loanId: { type: "string", description: "The loan." } },
            required: ["loanId"],
          }),
        },
        responses: {
          "200": {
            description: "Sent.",
            content: json({ type: "object", properties: { trackingId: { type: "string" } } }),
          },
          "400": { description: "A field is missing." },
        },
      },
    },
  },
});

const house = {
  openapi: "3.0.1",
  info: { title: "Greenhouse", version: "0.1" },
  servers: [{ url: "https://greenhouse.example.com" }],
  paths: {
    "/vents/{vent}": {
      put: {
        operationId: "setVent",
        description: "Opens or closes one vent.",
        tags: ["vents"],
        parameters: [{ name: "vent", in: "path", required: true, schema: { type: "integer", minimum: 1 } }],
        requestBody: { content: json({ $ref: "#/components/schemas/Vent" }) },
        responses: {
          "200": { description: "The vent.", content: json({ $ref: "#/components/schemas/Vent" }) },
          default: { description: "Anything else." },
        },
      },
    },
  },
  components: {
    schemas: {
      Vent: {
        type: "object",
        properties: {
          state: { type: "string", enum: ["open", "shut"], example: "open" },
          since: { type: "string", format: "date-time", nullable: true },
        },
      },
    },
  },
};

const generated = {
  openapi: "3.0.3",
  info: { title: "Tides", version: "1.0.0" },
  servers: [{ url: "/" }],
  paths: {
    "/tides": {
      get: {
        summary: "GET /tides",
        operationId: "get_tides",
        description: "High and low water.",
        parameters: [
          {
            name: "harbour",
            in: "query",
            required: true,
            description: "Which harbour.",
            schema: { type: "string", maxLength: 60, title: "Harbour" },
          },
        ],
        responses: {
          "200": { description: "The tides.", content: json({ type: "array", title: "Return" }) },
          "422": {
            description: "Not valid.",
            content: json({ $ref: "#/components/schemas/ValidationProblem" }),
          },
        },
      },
    },
  },
  components: {
    schemas: {
      ValidationProblem: {
        type: "object",
        properties: {
          loc: { type: "array", items: { anyOf: [{ type: "string" }, { type: "integer" }] } },
          msg: { type: "string" },
        },
      },
    },
  },
};

const filtering = {
  openapi: "3.0.2",
  info: { title: "Letters", version: "1.0.0" },
  paths: {
    "/find": {
      post: {
        description: "Finds letters by year and sender.",
        operationId: "findLetters",
        requestBody: {
          required: true,
          content: json({
            type: "object",
            properties: {
              years: { type: "array", items: { type: "integer" } },
              sender: { type: "string", enum: ["north", "south"], description: "Who wrote." },
            },
          }),
        },
        responses: {
          200: {
            description: "The letters.",
            content: json({ type: "object", properties: { text: { type: "array" } } }),
          },
        },
      },
    },
  },
};

describe.each([
  ["claims, 3.0.0", claims(), ["response-bare"]],
  ["claims with confirmation", claims("ENABLED"), ["response-bare"]],
  [
    "a house, 3.0.1, with references, enum and servers",
    house,
    [
      "openapi-version-patch",
      "field-not-honoured",
      "parameter-description",
      "keyword-not-honoured",
      "reference",
      "response-bare",
    ],
  ],
  [
    "a generated one, 3.0.3, with anyOf in its 422",
    generated,
    ["openapi-version-patch", "field-not-honoured", "keyword-not-honoured", "array-items", "reference"],
  ],
  [
    "filtering, 3.0.2, with lists",
    filtering,
    ["openapi-version-patch", "keyword-not-honoured", "array-items"],
  ],
])("an accepted schema: %s", (_what, document, warnings) => {
  const findings = lintSchema(document, { groupName: "ActionGroup_1" });

  it("raises no error", () => {
    expect(findings.filter(({ grade }) => grade === "error")).toEqual([]);
  });

  it("raises the warnings that it deserves", () => {
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(warnings));
  });
});
