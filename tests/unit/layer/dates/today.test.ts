import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addMonths,
  compareDates,
  dateOf,
  isLocalDate,
  lastOfMonth,
  mondayOf,
  todayIn,
  weekdayOf,
} from "#layer/dates/today.ts";

const anyDay = fc.integer({ min: -40_000, max: 40_000 }).map((days) => addDays("2026-01-01", days));

describe("todayIn", () => {
  // The last and the first second of a local day, some of them beside a clock change.
  it.each([
    ["America/New_York", "2026-03-08T04:59:59Z", "2026-03-07"],
    ["America/New_York", "2026-03-08T05:00:00Z", "2026-03-08"],
    ["America/New_York", "2026-03-09T03:59:59Z", "2026-03-08"],
    ["America/New_York", "2026-03-09T04:00:00Z", "2026-03-09"],
    ["America/New_York", "2026-11-01T03:59:59Z", "2026-10-31"],
    ["America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"],
    ["America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"],
    ["Asia/Kolkata", "2026-11-21T18:29:59Z", "2026-11-21"],
    ["Asia/Kolkata", "2026-11-21T18:30:00Z", "2026-11-22"],
    ["Pacific/Auckland", "2026-04-04T10:59:59Z", "2026-04-04"],
    ["Pacific/Auckland", "2026-04-04T11:00:00Z", "2026-04-05"],
    ["Pacific/Auckland", "2026-04-05T11:59:59Z", "2026-04-05"],
    ["Pacific/Auckland", "2026-04-05T12:00:00Z", "2026-04-06"],
    ["America/St_Johns", "2026-11-22T03:29:59Z", "2026-11-21"],
    ["America/St_Johns", "2026-11-22T03:30:00Z", "2026-11-22"],
    ["America/St_Johns", "2026-07-01T02:29:59Z", "2026-06-30"],
    ["America/St_Johns", "2026-07-01T02:30:00Z", "2026-07-01"],
  ])("is in %s at %s the date %s", (zone, instant, date) => {
    expect(todayIn(zone, Date.parse(instant))).toBe(date);
  });

  it("refuses an unknown zone", () => {
    expect(() => todayIn("Mars/Olympus", 0)).toThrow(RangeError);
  });
});

describe("isLocalDate", () => {
  it.each(["2026-11-21", "2024-02-29", "2000-02-29", "9999-12-31"])("takes %s", (text) => {
    expect(isLocalDate(text)).toBe(true);
  });

  it.each([
    "2026-02-29",
    "1900-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-11-31",
    "2026-1-1",
    " 2026-11-21",
    "",
    "0001-01-01",
  ])("refuses %j", (text) => {
    expect(isLocalDate(text)).toBe(false);
  });
});

describe("calendar arithmetic", () => {
  it("adds days over months, years and leap days", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
  });

  it("keeps to the last day of a month that is too short", () => {
    expect(addMonths("2027-01-31", 1)).toBe("2027-02-28");
    expect(addMonths("2026-11-15", 14)).toBe("2028-01-15");
    expect(lastOfMonth("2028-02-03")).toBe("2028-02-29");
  });

  it("has no date for a day that does not exist", () => {
    expect(dateOf(2026, 2, 30)).toBeUndefined();
    expect(dateOf(2026, 13, 1)).toBeUndefined();
    expect(dateOf(Number.NaN, 1, 1)).toBeUndefined();
  });

  it("begins weeks on Monday", () => {
    expect(mondayOf("2026-11-22")).toBe("2026-11-16");
    expect(mondayOf("2026-11-23")).toBe("2026-11-23");
    expect(weekdayOf("2026-11-22")).toBe(0);
  });

  it("goes any way and back", () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
        const there = addDays(date, days);
        expect(isLocalDate(there)).toBe(true);
        expect(addDays(there, -days)).toBe(date);
        expect(weekdayOf(there)).toBe((((weekdayOf(date) + days) % 7) + 7) % 7);
        expect(Math.sign(compareDates(there, date))).toBe(Math.sign(days));
      }),
    );
  });
});
