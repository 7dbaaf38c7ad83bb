import type { ChatMessage } from "./chat-message.ts";

/** The day on which a message was written, for the line above it. */
export interface DayMark {
  kind: "today" | "yesterday" | "date";
  /** As `Friday, November 20`. */
  date: string;
}

/** Whose calendar counts: the browser's, unless said. */
interface Calendar {
  nowMs: number;
  language: string;
  timeZone?: string;
}

const dayMs = 24 * 60 * 60_000;

/**
 * The messages that begin a day, by id. What was said today in a conversation of today alone needs no line. A message
 * without a time is of now.
 */
export function dayMarks(
  messages: readonly ChatMessage[],
  { nowMs, language, timeZone }: Calendar,
): ReadonlyMap<string, DayMark> {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(language, {
    weekday: "long",
    month: "long",
    day: "numeric",
    year: "numeric",
    ...zone,
  });
  const shown = new Intl.DateTimeFormat(language, {
    weekday: "long",
    month: "long",
    day: "numeric",
    ...zone,
  });
  const today = day.format(nowMs);
  const yesterday = day.format(nowMs - dayMs);
  const marks = new Map<string, DayMark>();
  let last = today;
  for (const { id, metadata } of messages) {
    const atMs = metadata?.at === undefined ? nowMs : metadata.at * 1000;
    const name = day.format(atMs);
    if (name === last) continue;
    last = name;
    const kind = name === today ? "today" : name === yesterday ? "yesterday" : "date";
    marks.set(id, { kind, date: shown.format(atMs) });
  }
  return marks;
}
