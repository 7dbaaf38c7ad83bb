import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRevoked, markLifeSeconds, nextMark } from "#layer/sessions/revocation-marks.ts";

describe("a revocation mark", () => {
  it("rises with every revocation, whatever the clock says", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_000_000_000_000), { minLength: 1, maxLength: 20 }), (clockMs) => {
        const marks: number[] = [];
        for (const nowMs of clockMs) marks.push(nextMark(marks.at(-1) ?? 0, nowMs));

        expect(marks).toEqual([...new Set(marks)].sort((a, b) => a - b));
        expect(marks.at(-1)).toBeGreaterThanOrEqual(Math.max(...clockMs));
      }),
    );
  });

  it("ends the sessions signed in before it, and none signed in under it", () => {
    const held = { tenant: 100, customer: 50 };

    expect(isRevoked(held, held)).toBe(false);
    expect(isRevoked(held, { tenant: 101, customer: 50 })).toBe(true);
    expect(isRevoked(held, { tenant: 100, customer: 51 })).toBe(true);
    expect(isRevoked(held, { tenant: 0, customer: 0 })).toBe(false);
  });

  it("is kept for longer than any session of its time can live", () => {
    expect(markLifeSeconds).toBeGreaterThan(8 * 3600);
  });
});
