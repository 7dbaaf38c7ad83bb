import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import { partsOf, weekdayOf } from "./today.ts";
import { monthNames, weekdayNames } from "./vocabulary.ts";
import { localAt } from "./zoned.ts";

export type DayPart = "morning" | "afternoon" | "evening";

/** `2026-11-24` as `Tuesday, November 24, 2026`: the weekday is computed here, since models get it wrong. */
export function dateLabel(date: LocalDate): string {
  const { year, month, day } = partsOf(date);
  return `${weekdayNames[weekdayOf(date)]}, ${monthNames[month - 1]} ${day}, ${year}`;
}

/** `13:30:00` as `1:30 PM`; seconds are left out. */
export function timeLabel(time: LocalTime): string {
  const hour = Number(time.slice(0, 2));
  return `${hour % 12 || 12}:${time.slice(3, 5)} ${hour < 12 ? "AM" : "PM"}`;
}

/** An instant (epoch milliseconds) as `Monday, November 30, 2026 at 1:29 PM` in an IANA zone. */
export function instantLabel(instantMs: number, zone: string): string {
  const { date, time } = localAt(instantMs, zone);
  return `${dateLabel(date)} at ${timeLabel(time)}`;
}

/** Morning until noon, afternoon until five, evening after that. */
export function dayPart(time: LocalTime): DayPart {
  if (time < "12:00:00") return "morning";
  return time < "17:00:00" ? "afternoon" : "evening";
}

/** `Saturday, 2026-11-21`: how a prompt says today. */
export function todayForPrompt(date: LocalDate): string {
  return `${weekdayNames[weekdayOf(date)]}, ${date}`;
}

/** PF360's `created_at`: `MM-DD-YYYY HH:mm:ss`, 24 h, in the tenant's configured zone. */
export function createdAt(nowMs: number, zone: string): string {
  const { date, time } = localAt(nowMs, zone);
  return `${date.slice(5)}-${date.slice(0, 4)} ${time}`;
}
