import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSampleEngine } from "#layer/pf360/sample/engine.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { bookingOf, callsOf, monday } from "./sample-calls.ts";

const dates = ["2026-11-24", "2026-11-25", "2026-11-27"];
const lifeSeconds = 1800;

/** Few projects, days and times, so that they get into each other's way. */
const step = fc.record({
  project: fc.nat({ max: 7 }),
  date: fc.constantFrom(...dates),
  time: fc.constantFrom("08:00:00", "10:00:00"),
  kind: fc.constantFrom(
    "offer",
    "chatbot",
    "book",
    "book",
    "book with the old id",
    "reschedule",
    "cancel",
    "wait",
  ),
});

describe("the book, whatever is asked of it", () => {
  it("never gives more places than there are, nor a project two appointments, and books only what it should", () => {
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 15, maxLength: 60 }),
        fc.constantFrom([], ["EASTHOME"]),
        fc.string({ maxLength: 8 }),
        (steps, reviewedTenants, seed) => {
          const clock = settableClock(monday);
          const switches = { reviewedTenants, requestIdLifeSeconds: lifeSeconds };
          const engine = createSampleEngine({ clock, seed, switches });
          const projects = engine.customers().flatMap((customer) => customer.projects);
          const heldIds = new Map<number, { id: number; untilMs: number }>();

          for (const { project: index, date, time, kind } of steps) {
            const project = projects[index];
            if (!project) throw new Error("no such project");
            const calls = callsOf(engine, project);
            const slot = { clientId: project.clientId, date, time };
            const before = engine.appointments();
            const placesBefore = engine.freePlaces(slot);
            const hold = () => {
              const id = calls.offer(date, "2026-12-01").request_id;
              heldIds.set(project.id, { id, untilMs: clock.nowMs() + lifeSeconds * 1000 });
            };

            switch (kind) {
              case "wait":
                clock.advance(600);
                break;
              case "offer":
                hold();
                expect(engine.appointments()).toEqual(before);
                break;
              case "chatbot":
                calls.slotsChatbot(date, "2026-12-01");
                expect(engine.appointments()).toEqual(before);
                break;
              case "book":
              case "book with the old id": {
                if (kind === "book") hold();
                const held = heldIds.get(project.id);
                const { status } = calls.schedule(bookingOf(date, time, held?.id ?? 0));
                if (status !== 200) {
                  expect(engine.appointments()).toEqual(before);
                  break;
                }
                expect(placesBefore).toBeGreaterThan(0);
                expect(held?.untilMs).toBeGreaterThan(clock.nowMs());
                expect(engine.freePlaces(slot)).toBe(placesBefore - 1);
                expect(engine.appointments()).toHaveLength(before.length + 1);
                break;
              }
              case "reschedule":
              case "cancel":
                calls[kind === "cancel" ? "cancelAppointment" : "cancelReschedule"]();
                expect(engine.freePlaces(slot)).toBeGreaterThanOrEqual(placesBefore);
            }
            for (const shown of dates) {
              expect(engine.freePlaces({ ...slot, date: shown })).toBeGreaterThanOrEqual(0);
            }
            const ids = engine.appointments().map(({ project_id }) => project_id);
            expect(new Set(ids).size).toBe(ids.length);
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it("shows a start exactly while it has a free place", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.integer({ min: 0, max: 58 }), (seed, day) => {
        const engine = createSampleEngine({ clock: settableClock(monday), seed });
        const project = engine.customers()[0]?.projects[0];
        if (!project) throw new Error("no project");
        const date = new Date(Date.parse("2026-11-24") + day * 86_400_000).toISOString().slice(0, 10);

        const { slots, dates: offered } = callsOf(engine, project).offer(date, date);

        for (const time of ["08:00:00", "10:00:00", "13:00:00", "15:00:00", "09:00:00", "11:00:00"]) {
          const isFree = engine.freePlaces({ clientId: project.clientId, date, time }) > 0;
          expect(slots.includes(time)).toBe(isFree);
        }
        expect(offered.includes(date)).toBe(slots.length > 0);
      }),
      { numRuns: 60 },
    );
  });
});
