import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayNumber, dayOfNumber, daysFrom, endOfDay, isUtcDay, utcDay } from "#layer/audit/utc-day.ts";

describe("UTC days", () => {
  it("hold their instants, from the first second to the last", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), (second) => {
        const day = utcDay(second);

        expect(endOfDay(day)).toBeGreaterThan(second);
        expect(endOfDay(day) - 86_400).toBeLessThanOrEqual(second);
        expect(dayOfNumber(dayNumber(day))).toBe(day);
      }),
    );
  });

  it("are listed with both ends", () => {
    expect(daysFrom("2024-02-28", "2024-03-01")).toEqual(["2024-02-28", "2024-02-29", "2024-03-01"]);
    expect(daysFrom("2025-01-02", "2025-01-02")).toEqual(["2025-01-02"]);
    expect(daysFrom("2025-01-02", "2025-01-01")).toEqual([]);
  });

  it.each(["2025-02-29", "2025-1-1", "1999-01-01", "yesterday", "", "2025-01-01T00:00:00Z"])(
    "are not written %j",
    (text) => {
      expect(isUtcDay(text)).toBe(false);
    },
  );
});
