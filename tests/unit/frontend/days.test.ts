import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../../frontend/src/chat-message.ts";
import { dayMarks } from "../../../frontend/src/days.ts";

const nowMs = Date.parse("2026-11-30T15:00:00Z");

function messagesAt(...times: (string | undefined)[]): ChatMessage[] {
  return times.map((time, at) => ({
    id: `m${at}`,
    role: "user",
    parts: [],
    ...(time !== undefined && { metadata: { turn: at, at: Date.parse(time) / 1000 } }),
  }));
}

const marksOf = (messages: ChatMessage[], timeZone = "America/New_York") => [
  ...dayMarks(messages, { nowMs, language: "en", timeZone }),
];

describe("dayMarks", () => {
  it("has none in a conversation of today alone, those without a time among them", () => {
    expect(marksOf(messagesAt("2026-11-30T14:00:00Z", undefined))).toEqual([]);
  });

  it("marks the first message of each day, today too after an earlier one", () => {
    const messages = messagesAt(
      "2026-11-27T14:00:00Z",
      "2026-11-29T14:00:00Z",
      "2026-11-29T15:00:00Z",
      "2026-11-30T14:00:00Z",
      undefined,
    );

    expect(marksOf(messages)).toEqual([
      ["m0", { kind: "date", date: "Friday, November 27" }],
      ["m1", { kind: "yesterday", date: "Sunday, November 29" }],
      ["m3", { kind: "today", date: "Monday, November 30" }],
    ]);
  });

  it.each([
    ["America/New_York", "yesterday"],
    ["Europe/Berlin", undefined],
  ])("goes by the calendar of %s", (timeZone, kind) => {
    const [mark] = marksOf(messagesAt("2026-11-30T04:30:00Z"), timeZone);

    expect(mark?.[1].kind).toBe(kind);
  });

  it("tells the same day of two years apart", () => {
    const marks = marksOf(messagesAt("2025-11-30T15:00:00Z", "2026-11-30T14:00:00Z"));

    expect(marks.map(([id, { kind }]) => [id, kind])).toEqual([
      ["m0", "date"],
      ["m1", "today"],
    ]);
  });
});
