import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graceMs, judgeRefresh } from "#layer/sessions/judge-refresh.ts";
import type { TokenFamily } from "#layer/sessions/token-family-store.ts";

const nowMs = Date.parse("2026-11-23T15:00:00Z");

function familyOf(change: Partial<TokenFamily> = {}): TokenFamily {
  return {
    sessionId: "s",
    clientId: "EASTHOME",
    customerId: "1001",
    generation: 5,
    head: "k1.5",
    parent: "k1.4",
    rotatedAtMs: nowMs,
    requestCount: 0,
    lastUsedAt: 0,
    absoluteEnd: nowMs / 1000 + 3600,
    revokedAt: undefined,
    ...change,
  };
}
const token = (generation: number, stored = `k1.${generation}`) => ({ generation, stored });

describe("a refresh token's verdict", () => {
  it.each<[string, ReturnType<typeof token>, number, string]>([
    ["the newest", token(5), 0, "rotate"],
    ["the newest, hours later", token(5), 7 * 3_600_000, "rotate"],
    ["the one before, at once", token(4), 0, "repeat"],
    ["the one before, ten seconds later", token(4), graceMs, "repeat"],
    ["the one before, later than that", token(4), graceMs + 1, "reuse"],
    ["the one before that, at once", token(3), 0, "reuse"],
    ["the first of all", token(1), 0, "reuse"],
    ["one that has not been given out", token(6), 0, "refuse"],
    ["the newest's number with another's text", token(5, "k2.5"), 0, "refuse"],
    ["the one before's number with another's text", token(4, "k2.4"), 0, "reuse"],
    ["the one before, by a clock a little behind", token(4), -5_000, "repeat"],
    ["the one before, by a clock minutes behind", token(4), -300_000, "refuse"],
    ["the one before that, by a clock minutes behind", token(3), -300_000, "reuse"],
    ["the newest, by a clock minutes behind", token(5), -300_000, "rotate"],
  ])("for %s is by number, and by the clock in the grace alone", (_what, presented, sinceMs, verdict) => {
    expect(judgeRefresh(presented, familyOf(), nowMs + sinceMs)).toBe(verdict);
  });

  it("is refuse where there is no family, and for every token of a revoked one", () => {
    expect(judgeRefresh(token(5), undefined, nowMs)).toBe("refuse");
    for (const generation of [1, 4, 5, 6]) {
      expect(judgeRefresh(token(generation), familyOf({ revokedAt: 1 }), nowMs)).toBe("refuse");
    }
  });

  it("lets nothing but the newest and, within the grace, the one before it through", () => {
    fc.assert(
      fc.property(
        fc.record({
          presented: fc.integer({ min: 1, max: 12 }),
          generation: fc.integer({ min: 1, max: 10 }),
          sinceMs: fc.integer({ min: -600_000, max: 600_000 }),
          isRevoked: fc.boolean(),
        }),
        ({ presented, generation, sinceMs, isRevoked }) => {
          const family = familyOf({
            generation,
            head: `k1.${generation}`,
            parent: generation > 1 ? `k1.${generation - 1}` : undefined,
            revokedAt: isRevoked ? 1 : undefined,
          });

          const verdict = judgeRefresh(token(presented), family, nowMs + sinceMs);

          const isNewest = presented === generation;
          const isGraced = presented === generation - 1 && sinceMs >= -5_000 && sinceMs <= graceMs;
          expect(["rotate", "repeat"].includes(verdict)).toBe(!isRevoked && (isNewest || isGraced));
          if (verdict === "reuse") expect(presented).toBeLessThan(generation);
        },
      ),
    );
  });
});
