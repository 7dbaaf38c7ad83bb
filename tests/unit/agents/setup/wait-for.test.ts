import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jittered, waitFor } from "#agents/setup/wait-for.ts";
import { instantPace } from "#tests/builders/setup-world.ts";

describe("waitFor", () => {
  it("looks before it waits, so that what is there already costs no time", async () => {
    const pace = instantPace();
    const state = await waitFor(
      async () => "PREPARED",
      (found) => found === "PREPARED",
      { what: "It", deadlineMs: 1_000, pace },
    );
    expect({ state, slept: pace.slept }).toEqual({ state: "PREPARED", slept: [] });
  });

  it("hands the time that has passed to the condition", async () => {
    const pace = instantPace();
    const seen: number[] = [];
    const isThere = (_state: string, waitedMs: number) => {
      seen.push(waitedMs);
      return waitedMs >= 600;
    };
    await waitFor(async () => "", isThere, { what: "It", deadlineMs: 10_000, pace });
    expect(seen).toEqual([0, 250, 500, 750]);
  });

  it("gives up at the deadline, after a last look", async () => {
    const pace = instantPace();
    const startMs = pace.clock.nowMs();
    let lastLookMs = 0;
    const wait = waitFor(
      async () => {
        lastLookMs = pace.clock.nowMs() - startMs;
      },
      () => false,
      { what: "Agent X prepared", deadlineMs: 20_000, pace },
    );
    await expect(wait).rejects.toMatchObject({ code: "timed_out" });
    expect(Math.round(lastLookMs)).toBe(20_000);
  });

  it("ends with what the look threw", async () => {
    const pace = instantPace();
    const look = async () => {
      throw new Error("gone");
    };
    const wait = waitFor(look, () => true, { what: "It", deadlineMs: 1_000, pace });
    await expect(wait).rejects.toThrow("gone");
  });

  it("notices the end soon after it came, and does not look all the time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 250_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (endMs, at) => {
          const pace = { ...instantPace(), random: () => at };
          const startMs = pace.clock.nowMs();
          let looks = 0;
          const look = async () => {
            looks++;
            return pace.clock.nowMs() - startMs;
          };
          const seenMs = await waitFor(look, (nowMs) => nowMs >= endMs, {
            what: "It",
            deadlineMs: 300_000,
            pace,
          });
          expect(seenMs - endMs).toBeLessThanOrEqual(Math.max(300, endMs * 0.24));
          expect(looks).toBeLessThan(150);
        },
      ),
    );
  });
});

describe("jittered", () => {
  it("stays within a fifth to either side", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (ms, random) => {
          const shifted = jittered(ms, { random: () => random });
          expect(shifted).toBeGreaterThanOrEqual(ms * 0.8 - 1e-6);
          expect(shifted).toBeLessThanOrEqual(ms * 1.2 + 1e-6);
        },
      ),
    );
  });
});
