import * as z from "zod";
import { parseTime } from "#layer/dates/pf360.ts";
import type { BusinessDay } from "../pf360-client.ts";
import { type Envelope, fieldsOf } from "./envelope.ts";
import { flag, list, text } from "./fields.ts";
import { saysNone } from "./words.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Both namings of the times are in use: `start`/`end` here, `start_time`/`end_time` in the login's office hours. */
const workDay = z.object({
  day: text,
  is_working: flag,
  start: text,
  end: text,
  start_time: text,
  end_time: text,
});

const workHours = z.object({ workHours: list, office_hours: list });

/**
 * All seven days from Monday on, where a day that PF360 leaves out is closed; empty when it names no day at all.
 * Undefined when the answer is none about hours.
 */
export function readBusinessHours(envelope: Envelope): BusinessDay[] | undefined {
  const { data, words } = envelope;
  if (data === null) return [];
  const lists = workHours.parse(fieldsOf(envelope));
  const rows = Array.isArray(data) ? data : (lists.workHours ?? lists.office_hours);
  if (!rows) return saysNone(words) ? [] : undefined;
  const byDay = new Map<string, BusinessDay>();
  for (const row of rows) {
    const day = readDay(row);
    if (day && !byDay.has(day.day)) byDay.set(day.day, day);
  }
  return byDay.size === 0 ? [] : weekdays.map((day) => byDay.get(day) ?? { day, open: false });
}

function readDay(row: unknown): BusinessDay | undefined {
  const read = workDay.safeParse(row).data;
  const day = weekdays.find((name) => name.toLowerCase() === read?.day?.toLowerCase());
  if (!read || !day) return undefined;
  const from = parseTime(read.start ?? read.start_time);
  const to = parseTime(read.end ?? read.end_time);
  const isOpen = read.is_working ?? (from !== undefined && to !== undefined);
  return { day, open: isOpen, ...(isOpen && from && { from }), ...(isOpen && to && { to }) };
}
