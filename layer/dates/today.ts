import type { LocalDate } from "#layer/domain/project.ts";
import { localAt } from "./zoned.ts";

/** Dates are counted in whole UTC days, so no clock change can lengthen or shorten one. */
const dayMs = 86_400_000;
const form = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The date in an IANA zone at an instant (epoch milliseconds). */
export function todayIn(zone: string, nowMs: number): LocalDate {
  return localAt(nowMs, zone).date;
}

/** The date of a year, a month (1 to 12) and a day; undefined when there is none, as for February 30. */
export function dateOf(year: number, month: number, day: number): LocalDate | undefined {
  if (!Number.isInteger(year) || year < 1000 || year > 9999) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : undefined;
}

/** True for a real date written exactly `YYYY-MM-DD`. */
export function isLocalDate(text: string): text is LocalDate {
  const [, year, month, day] = form.exec(text) ?? [];
  return year !== undefined && dateOf(Number(year), Number(month), Number(day)) === text;
}

/** The numbers of a date; the month from 1 to 12. */
export function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The date that many days later, or earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(utcMsOf(date) + days * dayMs).toISOString().slice(0, 10);
}

/** The same day that many months later; the month's last day where it has no such day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = partsOf(date);
  const first = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
  const last = lastOfMonth(first);
  return Number(last.slice(8)) < day ? last : addDays(first, day - 1);
}

/** The last day of the date's month. */
export function lastOfMonth(date: LocalDate): LocalDate {
  const { year, month } = partsOf(date);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** 0 = Sunday to 6 = Saturday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(utcMsOf(date)).getUTCDay();
}

/** The Monday of the date's week; weeks run from Monday to Sunday. */
export function mondayOf(date: LocalDate): LocalDate {
  return addDays(date, -((weekdayOf(date) + 6) % 7));
}

/** Negative when `a` is earlier than `b`, 0 when they are the same date, positive when it is later. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function earlierOf(a: LocalDate, b: LocalDate): LocalDate {
  return compareDates(a, b) < 0 ? a : b;
}

export function laterOf(a: LocalDate, b: LocalDate): LocalDate {
  return compareDates(a, b) < 0 ? b : a;
}

function utcMsOf(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}
