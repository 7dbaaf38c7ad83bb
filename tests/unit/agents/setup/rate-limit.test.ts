import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRateLimit, publishedRates } from "#agents/setup/rate-limit.ts";
import { callsPerSecond } from "#local/bedrock/control-plane/rate-limits.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { instantPace } from "#tests/builders/setup-world.ts";

/** When each call of a crowd that asks at these moments is let through, by a clock that only the test moves. */
async function passedAt(askedMs: readonly number[], most: number): Promise<number[]> {
  const clock = settableClock();
  const startMs = clock.nowMs();
  const passed: number[] = [];
  const limit = createRateLimit(
    {
      clock,
      random: () => 0,
      // A call that is held back goes when its pause is over, whoever asks meanwhile.
      sleep: async (ms) => void passed.push(clock.nowMs() - startMs + ms),
    },
    { GetAgent: most },
  );
  for (const atMs of askedMs) {
    clock.advance((startMs + atMs - clock.nowMs()) / 1000);
    const before = passed.length;
    await limit("GetAgent");
    if (passed.length === before) passed.push(clock.nowMs() - startMs);
  }
  return passed;
}

const busiestSecond = (atMs: readonly number[]) =>
  Math.max(0, ...atMs.map((from) => atMs.filter((ms) => ms >= from && ms < from + 1_000).length));

describe("createRateLimit", () => {
  it("never lets more calls through in any second than the service takes, and in the order of asking", async () => {
    const moments = fc
      .array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 60 })
      .map((list) => list.toSorted((one, other) => one - other));
    await fc.assert(
      fc.asyncProperty(moments, fc.integer({ min: 1, max: 20 }), async (askedMs, most) => {
        const passed = await passedAt(askedMs, most);
        expect(busiestSecond(passed)).toBeLessThanOrEqual(most);
        expect(passed).toEqual(passed.toSorted((one, other) => one - other));
      }),
    );
  });

  it("holds back nothing that keeps the rate by itself", async () => {
    const askedMs = [0, 1, 1_100, 1_101, 2_200, 2_201];
    expect(await passedAt(askedMs, 2)).toEqual(askedMs);
  });

  it("counts each operation for itself, and lets through what has no published rate", async () => {
    const pace = instantPace();
    const limit = createRateLimit(pace, { PrepareAgent: 1, DeleteAgent: 1 });
    await limit("PrepareAgent");
    await limit("DeleteAgent");
    for (let call = 0; call < 100; call++) await limit("AssociateAgentCollaborator");
    expect(pace.slept).toEqual([]);
    await limit("PrepareAgent");
    expect(pace.slept).toHaveLength(1);
  });

  it("knows the rates that the local Bedrock enforces", () => {
    expect(publishedRates).toEqual(callsPerSecond);
  });
});
