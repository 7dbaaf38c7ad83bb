import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate, parseDateTime, parseInstant, parseTime } from "#layer/dates/pf360.ts";

const nothing = [
  undefined,
  null,
  "",
  " ",
  20261124,
  true,
  {},
  [],
  "null",
  "N/A",
  "0000-00-00",
  "x".repeat(10_000),
];

describe("parseDate", () => {
  it.each([
    ["2026-11-24", "2026-11-24"],
    ["11-24-2026", "2026-11-24"],
    ["11/24/2026", "2026-11-24"],
    [" 2026-11-24 ", "2026-11-24"],
    ["2026-11-24T18:30:00.000Z", "2026-11-24"],
    ["2025-09-03 14:02:11", "2025-09-03"],
    ["05-21-2025 01:00 PM", "2025-05-21"],
    ["2024-02-29", "2024-02-29"],
  ])("reads %j as %s", (value, date) => {
    expect(parseDate(value)).toBe(date);
  });

  it.each([...nothing, "2026-02-30", "13-45-2026", "24-11-2026", "2026-11-241", "Tuesday"])(
    "leaves %j",
    (value) => {
      expect(parseDate(value)).toBeUndefined();
    },
  );
});

describe("parseTime", () => {
  it.each([
    ["13:00:00", "13:00:00"],
    ["13:00", "13:00:00"],
    ["8:00", "08:00:00"],
    ["1:00 PM", "13:00:00"],
    ["01:30PM", "13:30:00"],
    ["12:00 AM", "00:00:00"],
    ["12:15 p.m.", "12:15:00"],
    ["1 PM", "13:00:00"],
    ["1:00 PM - 3:00 PM", "13:00:00"],
    ["08:00:00-10:00:00", "08:00:00"],
    ["8:00 AM to 10:00 AM", "08:00:00"],
  ])("reads %j as %s", (value, time) => {
    expect(parseTime(value)).toBe(time);
  });

  it.each([...nothing, "10", "24:00", "13:60", "13:00 PM", "0:30 AM", "1:00 - 3:00 PM", "soon"])(
    "leaves %j",
    (value) => {
      expect(parseTime(value)).toBeUndefined();
    },
  );
});

describe("parseDateTime", () => {
  it("reads a converted date", () => {
    expect(parseDateTime("05-21-2025 01:00 PM")).toEqual({ date: "2025-05-21", time: "13:00:00" });
    expect(parseDateTime("12-01-2026 12:00 AM")).toEqual({ date: "2026-12-01", time: "00:00:00" });
  });

  it("keeps the date when the time is unusable", () => {
    expect(parseDateTime("05-21-2025")).toEqual({ date: "2025-05-21" });
    expect(parseDateTime("05-21-2025 99:99 PM")).toEqual({ date: "2025-05-21" });
  });

  it.each(nothing)("leaves %j", (value) => {
    expect(parseDateTime(value)).toBeUndefined();
  });
});

describe("parseInstant", () => {
  it.each([
    ["2026-11-25T03:30:00.000Z", "America/New_York", "2026-11-24", "22:30:00"],
    ["2026-07-25T03:30:00Z", "America/New_York", "2026-07-24", "23:30:00"],
    ["2026-11-24T18:30:00Z", "Asia/Kolkata", "2026-11-25", "00:00:00"],
    ["2026-11-24T18:30:00+05:30", "UTC", "2026-11-24", "13:00:00"],
  ])("reads %s in %s", (value, zone, date, time) => {
    expect(parseInstant(value, zone)).toEqual({ date, time });
  });

  it.each([...nothing, "2026-11-24", "2026-11-24T18:30:00", "2026-13-24T18:30:00Z"])(
    "leaves %j, which names no instant",
    (value) => {
      expect(parseInstant(value, "UTC")).toBeUndefined();
    },
  );
});

it("throws for no value", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => [
        parseDate(value),
        parseTime(value),
        parseDateTime(value),
        parseInstant(value, "UTC"),
      ]).not.toThrow();
    }),
  );
});
