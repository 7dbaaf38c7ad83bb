import type { LocalDate } from "#layer/domain/project.ts";
import { comingMonth, monthSpan, type Span, weekSpan } from "./calendar.ts";
import { unitNames } from "./date-classes.ts";
import type { Bound, DateItem, Phase, WhichWeekday } from "./date-item.ts";
import { type Rule, rule } from "./pattern.ts";
import type { DayPart } from "./print.ts";
import { addDays, addMonths, dateOf, partsOf, weekdayOf } from "./today.ts";

/** What a phrase stands for, once today is known. */
export type DateMaker = (today: LocalDate) => DateItem[];

export const dates = (...found: (LocalDate | undefined)[]): DateItem[] => [
  { kind: "dates", dates: found.filter((date) => date !== undefined) },
];
export const later =
  (days: number): DateMaker =>
  (today) =>
    dates(addDays(today, days));
export const range = (span: Span | undefined, unit?: "week" | "month"): DateItem[] =>
  span ? [{ kind: "range", ...span, ...(unit && { unit }) }] : dates();
export const week =
  (weeksLater: number): DateMaker =>
  (today) =>
    range(weekSpan(today, weeksLater), "week");
export const weekendOf = (weeksLater: number): DateMaker => {
  return (today) =>
    range({ from: addDays(weekSpan(today, weeksLater).to, -1), to: weekSpan(today, weeksLater).to });
};
export const monthFrom = (today: LocalDate, monthsLater: number): Span | undefined =>
  monthSpan(partsOf(today).year, partsOf(today).month + monthsLater);
export const month =
  (monthsLater: number): DateMaker =>
  (today) =>
    range(monthFrom(today, monthsLater), "month");
const yearOf = (today: LocalDate, written: number): number =>
  written > 0 ? written : partsOf(today).year - written;
export const namedMonth = (today: LocalDate, number: number, year?: number): Span | undefined =>
  year === undefined ? comingMonth(today, number) : monthSpan(yearOf(today, year), number);
export const monthDay = (number: number, day: number, year?: number): DateMaker => {
  return (today) => [
    { kind: "month-day", month: number, day, ...(year !== undefined && { year: yearOf(today, year) }) },
  ];
};
export const dayOf = (span: Span | undefined, day: number): DateItem[] => {
  const { year, month: number } = partsOf(span?.from ?? "");
  return dates(dateOf(year, number, day));
};
export const weekday =
  (which: WhichWeekday) =>
  (number: number): DateMaker =>
  () => [{ kind: "weekday", weekday: number, which }];
export const day =
  (how: "sure" | "bare" | "spelled") =>
  (number: number): DateMaker =>
  () => [{ kind: "day", day: number, how }];
export const part =
  (name: DayPart): DateMaker =>
  () => [{ kind: "part", part: name }];
export const phase =
  (name: Phase): DateMaker =>
  () => [{ kind: "phase", phase: name }];
export const bound =
  (word: Bound["word"]): DateMaker =>
  () => [{ kind: "bound", word }];
export const link =
  (word: "or" | "and" | "to"): DateMaker =>
  () => [{ kind: "link", word }];
export const just =
  (item: DateItem): DateMaker =>
  () => [item];
export const block = just({ kind: "block" });

/** That many units after a date. */
export function after(date: LocalDate, count: number, unit: number): LocalDate {
  const name = unitNames[unit];
  if (name === "month" || name === "year") return addMonths(date, name === "year" ? 12 * count : count);
  return addDays(date, name === "week" ? 7 * count : count);
}

export function withinNext(count: number, unit: number): DateMaker {
  return (today) => range({ from: today, to: after(today, count, unit) });
}

/** The next such weekday from today on. */
export const coming = (today: LocalDate, number: number): LocalDate =>
  addDays(today, (number - weekdayOf(today) + 7) % 7);

/** A pattern about the running month or the next one. */
export function eachMonth(
  pattern: string,
  make: (span: Span, ...values: [number, ...number[]]) => DateItem[],
): Rule<DateMaker>[] {
  return (
    [
      ["the|this month", 0],
      ["next month", 1],
    ] as const
  ).map(([words, monthsLater]) =>
    rule(`${pattern} ${words}`, (first = 0, ...others) => (today) => {
      const span = monthFrom(today, monthsLater);
      return span ? make(span, first, ...others) : dates();
    }),
  );
}

/** What is found in a span that may not be. */
export function inSpan<Found>(
  span: Span | undefined,
  find: (span: Span) => Found | undefined,
): Found | undefined {
  return span && find(span);
}
