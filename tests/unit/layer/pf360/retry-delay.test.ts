import { describe, expect, it } from "vitest";
import { retryDelayMs } from "#layer/pf360/retry-delay.ts";

const nowMs = Date.parse("2026-11-23T15:00:00Z");
const delay = (tried: number, random: number, retryAfter?: string) =>
  retryDelayMs({ tried, random, retryAfter, nowMs });

describe("retryDelayMs", () => {
  it("spreads over a span that doubles and then stays", () => {
    expect([1, 2, 3, 9].map((tried) => delay(tried, 0.5))).toEqual([100, 200, 400, 1_000]);
    expect(delay(1, 0)).toBe(0);
  });

  it.each([
    { retryAfter: "3", ms: 3_000 },
    { retryAfter: "Mon, 23 Nov 2026 15:00:05 GMT", ms: 5_000 },
  ])("honours Retry-After $retryAfter", ({ retryAfter, ms }) => {
    expect(delay(1, 0.5, retryAfter)).toBe(ms);
  });

  it.each(["0", "-5", "1.5", "soon", "", "Mon, 23 Nov 2020 15:00:05 GMT", "9".repeat(30)])(
    "falls back to the jitter for Retry-After %j",
    (retryAfter) => {
      expect(delay(1, 0.5, retryAfter)).toBe(100);
    },
  );
});
