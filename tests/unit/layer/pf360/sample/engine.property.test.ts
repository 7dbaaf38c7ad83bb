import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineAt } from "./sample-calls.ts";

const { engine } = engineAt();
const identity = { clientId: "EASTHOME", customerId: "1000101" };
const project = engine.customers()[0]?.projects[0]?.id;

const piece = fc.oneof(
  fc.constantFrom("2026-11-24", "9999-12-31", "1000-01-01", "2026-02-30", "..", "%2F", ""),
  fc.string({ maxLength: 12 }),
);

describe("the engine", () => {
  it("answers any dates and any query with a status, and never throws", () => {
    fc.assert(
      fc.property(piece, piece, fc.string({ maxLength: 20 }), (from, to, query) => {
        const base = `/scheduler/client/EASTHOME/project/${project}`;
        for (const path of [
          `${base}/date/${from}/selected/${to}/get-rescheduler-slots?request_id=${query}`,
          `${base}/startDate/${from}/endDate/${to}/slotsChatbot?${query}`,
          `${from}/${to}?${query}`,
        ]) {
          const { status } = engine.handle({ method: "GET", path }, identity);
          expect([200, 400, 403, 404]).toContain(status);
        }
      }),
    );
  });

  it("books nothing from any JSON", () => {
    const before = engine.appointments();
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const path = `/scheduler/client/EASTHOME/project/${project}/schedule`;

        expect(engine.handle({ method: "POST", path, body }, identity).status).toBe(400);
        expect(engine.appointments()).toEqual(before);
      }),
    );
  });
});
