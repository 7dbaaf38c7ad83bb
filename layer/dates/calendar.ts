import type { LocalDate } from "#layer/domain/project.ts";
import type { Phase } from "./date-item.ts";
import { addDays, dateOf, lastOfMonth, mondayOf, partsOf, weekdayOf } from "./today.ts";

/** Both ends are included. */
export interface Span {
  from: LocalDate;
  to: LocalDate;
}

/** The calendar week, Monday to Sunday, that many weeks after the date's own. */
export function weekSpan(date: LocalDate, weeksLater = 0): Span {
  const from = addDays(mondayOf(date), 7 * weeksLater);
  return { from, to: addDays(from, 6) };
}

/** A whole month; months beyond 12 run into the years after. Undefined outside the years 1000 to 9999. */
export function monthSpan(year: number, month: number): Span | undefined {
  const from = dateOf(year + Math.floor((month - 1) / 12), ((((month - 1) % 12) + 12) % 12) + 1, 1);
  return from === undefined ? undefined : { from, to: lastOfMonth(from) };
}

/** The month's next turn: the running month counts as one. */
export function comingMonth(today: LocalDate, month: number): Span | undefined {
  const now = partsOf(today);
  return monthSpan(month < now.month ? now.year + 1 : now.year, month);
}

/**
 * The nth week of a month. Weeks run from Monday and belong to the month that has their Thursday (ISO's rule, for
 * months); days outside the month are cut off. The last one (-1) runs to the month's end.
 */
export function weekOfMonth({ from, to }: Span, nth: number): Span | undefined {
  const firstThursday = addDays(from, (11 - weekdayOf(from)) % 7);
  const lastThursday = addDays(to, -((weekdayOf(to) + 3) % 7));
  const thursday = nth === -1 ? lastThursday : addDays(firstThursday, 7 * (nth - 1));
  if (thursday > to) return undefined;
  const monday = addDays(thursday, -3);
  const sunday = addDays(thursday, 3);
  return { from: monday < from ? from : monday, to: nth === -1 || sunday > to ? to : sunday };
}

/** The nth such weekday of a span, the last one for -1; undefined when it has fewer. */
export function weekdayInSpan({ from, to }: Span, weekday: number, nth: number): LocalDate | undefined {
  const first = addDays(from, (weekday - weekdayOf(from) + 7) % 7);
  const last = addDays(to, -((weekdayOf(to) - weekday + 7) % 7));
  const found = nth === -1 ? last : addDays(first, 7 * (nth - 1));
  return found < from || found > to ? undefined : found;
}

/**
 * Early, middle or late: of a week Monday to Wednesday, Tuesday to Thursday, Thursday to Sunday; of a month the days 1 to
 * 10, 11 to 20, 21 to the end.
 */
export function phaseOf(span: Span, unit: "week" | "month", phase: Phase, today: LocalDate): Span {
  const { from, to } = span;
  const [earlyEnd, middleStart, middleEnd, lateStart, half] =
    unit === "week" ? [2, 1, 3, 3, 3] : [9, 10, 19, 20, 15];
  switch (phase) {
    case "early":
      return { from, to: addDays(from, earlyEnd) };
    case "middle":
      return { from: addDays(from, middleStart), to: addDays(from, middleEnd) };
    case "late":
      return { from: addDays(from, lateStart), to };
    case "first-half":
      return { from, to: addDays(from, half - 1) };
    case "second-half":
      return { from: addDays(from, half), to };
    case "rest":
      return { from: from < today ? today : from, to };
  }
}
