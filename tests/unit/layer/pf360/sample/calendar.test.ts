import { describe, expect, it } from "vitest";
import { convertedDate, instantOf, timestamp } from "#layer/pf360/sample/calendar.ts";

describe("the sample engine's calendar", () => {
  it.each([
    ["2026-03-09", "08:00:00", "2026-03-09T12:00:00.000Z", "03-09-2026 08:00 AM"],
    ["2026-11-02", "13:30:00", "2026-11-02T18:30:00.000Z", "11-02-2026 01:30 PM"],
    ["2026-11-02", "12:00:00", "2026-11-02T17:00:00.000Z", "11-02-2026 12:00 PM"],
  ])("converts %s %s on both sides of a change of clocks", (date, time, instant, converted) => {
    const ms = instantOf(date, time, "America/New_York");

    expect(new Date(ms).toISOString()).toBe(instant);
    expect(convertedDate(ms, "America/New_York")).toBe(converted);
    expect(timestamp(ms, "America/New_York")).toBe(`${date} ${time}`);
  });
});
