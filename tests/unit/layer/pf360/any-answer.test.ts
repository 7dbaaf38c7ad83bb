import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPf360 } from "#layer/pf360/create-pf360.ts";
import { type Exchange, unreadable } from "#layer/pf360/exchange.ts";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";
import { testTenant } from "#tests/builders/tenant.ts";
import { endpointCases, testScene } from "#tests/contract/endpoint-cases.ts";

/** What a call came to: a result, or the code of a Pf360Error; any other error fails the test. */
async function outcomeOf(endpoint: (typeof endpointCases)[number], status: number, body: unknown) {
  const exchange: Exchange = { send: async () => ({ status, body }) };
  const client = createPf360(exchange)({
    tenant: testTenant({ client_id: testScene.clientId, ...endpoint.variant }),
    customerId: testScene.customerId,
    bearer: "bearer",
    deadlineMs: 0,
  });
  try {
    return { result: await endpoint.call(client, testScene) };
  } catch (error) {
    expect(error).toBeInstanceOf(Pf360Error);
    return { code: (error as Pf360Error).code };
  }
}

/** JSON with PF360's own words strewn in, so that it comes near to a real answer. */
const words = fc.constantFrom(
  "message",
  "data",
  "error",
  "errors",
  "status",
  "success",
  "dates",
  "slots",
  "request_id",
  "workHours",
  "notes",
  "note_text",
  "project_project_id",
  "status_info_status",
  "convertedProjectStartScheduledDate",
  "projectDocument",
  "confirmation_number",
  "__proto__",
  "constructor",
  "toString",
);
const values = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    12,
    "12",
    "success",
    "already scheduled",
    "2026-11-25",
    "13:00:00",
    "New",
  ),
  fc.string({ unit: "binary" }),
  fc.double(),
);
const { answer } = fc.letrec((tie) => ({
  answer: fc.oneof(
    { maxDepth: 4 },
    values,
    fc.array(tie("answer"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(words, fc.string()), tie("answer"), { maxKeys: 6 }),
  ),
}));
const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));

describe.each(endpointCases)("any answer to $name", (endpoint) => {
  it("is a result or a Pf360Error", async () => {
    await fc.assert(
      fc.asyncProperty(status, fc.oneof(answer, fc.jsonValue()), async (code, body) => {
        await outcomeOf(endpoint, code, body);
      }),
      { numRuns: 300 },
    );
  });

  it("that is not JSON leaves a read down and a write open", async () => {
    expect(await outcomeOf(endpoint, 200, unreadable)).toEqual({
      code: endpoint.effect === "read" ? "down" : "unknown_outcome",
    });
  });
});
