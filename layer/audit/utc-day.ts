import { isLocalDate } from "#layer/dates/today.ts";

const daySeconds = 86_400;

/** The UTC day, `YYYY-MM-DD`, of an instant in epoch seconds. */
export function utcDay(epochSeconds: number): string {
  return dayOfNumber(Math.floor(epochSeconds / daySeconds));
}

/** Days since 1970-01-01. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 1000 / daySeconds;
}

export function dayOfNumber(number: number): string {
  return new Date(number * daySeconds * 1000).toISOString().slice(0, 10);
}

/** Epoch seconds of the first instant after it. */
export function endOfDay(day: string): number {
  return (dayNumber(day) + 1) * daySeconds;
}

/** A day of this and the next century, so that no slip of the pen makes a job of a million days. */
export function isUtcDay(text: string): boolean {
  return /^2[01]\d\d-/.test(text) && isLocalDate(text);
}

/** Both ends included, in order; empty when `to` is before `from`. */
export function daysFrom(from: string, to: string): string[] {
  const first = dayNumber(from);
  return Array.from({ length: Math.max(0, dayNumber(to) - first + 1) }, (_, index) =>
    dayOfNumber(first + index),
  );
}
