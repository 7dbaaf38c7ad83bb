import { describe, expect, it } from "vitest";
import {
  createdAt,
  dateLabel,
  dayPart,
  instantLabel,
  timeLabel,
  todayForPrompt,
} from "#layer/dates/print.ts";

describe("labels", () => {
  it("say the weekday of a date", () => {
    expect(dateLabel("2026-11-24")).toBe("Tuesday, November 24, 2026");
    expect(dateLabel("2027-03-07")).toBe("Sunday, March 7, 2027");
    expect(todayForPrompt("2026-11-21")).toBe("Saturday, 2026-11-21");
  });

  it.each([
    ["00:00:00", "12:00 AM"],
    ["08:05:00", "8:05 AM"],
    ["12:00:00", "12:00 PM"],
    ["13:30:00", "1:30 PM"],
    ["23:59:00", "11:59 PM"],
  ])("say %s as %s", (time, label) => {
    expect(timeLabel(time)).toBe(label);
  });

  it.each([
    ["00:00:00", "morning"],
    ["11:59:59", "morning"],
    ["12:00:00", "afternoon"],
    ["16:59:59", "afternoon"],
    ["17:00:00", "evening"],
  ])("put %s into the %s", (time, part) => {
    expect(dayPart(time)).toBe(part);
  });
});

describe("instantLabel", () => {
  it("says day and time of the zone", () => {
    const instantMs = Date.parse("2026-12-01T02:05:59Z");

    expect(instantLabel(instantMs, "America/New_York")).toBe("Monday, November 30, 2026 at 9:05 PM");
    expect(instantLabel(instantMs, "Asia/Kolkata")).toBe("Tuesday, December 1, 2026 at 7:35 AM");
  });
});

describe("createdAt", () => {
  it.each([
    ["Asia/Kolkata", "2026-11-21T18:30:00Z", "11-22-2026 00:00:00"],
    ["America/New_York", "2026-11-01T05:30:05Z", "11-01-2026 01:30:05"],
    ["America/New_York", "2026-11-01T06:30:05Z", "11-01-2026 01:30:05"],
    ["UTC", "2026-01-02T23:04:05Z", "01-02-2026 23:04:05"],
  ])("says in %s for %s %s", (zone, instant, text) => {
    expect(createdAt(Date.parse(instant), zone)).toBe(text);
  });
});
