import { comingMonth, type Span, weekOfMonth } from "./calendar.ts";
import {
  bound,
  type DateMaker,
  eachMonth,
  inSpan,
  month,
  namedMonth,
  phase,
  range,
  week,
  weekendOf,
} from "./date-makers.ts";
import { type Rule, rule } from "./pattern.ts";
import { addMonths, dateOf, partsOf } from "./today.ts";

const weeks: Rule<DateMaker>[] = [
  rule("this|current week", () => week(0)),
  rule("next|coming|upcoming week", () => week(1)),
  rule("week after next", () => week(2)),
  rule("last|past|previous week", () => week(-1)),
  rule("week of|starting|beginning|commencing", () => bound("week-of")),
  rule("this|coming? weekend", () => weekendOf(0)),
  rule("next weekend", () => weekendOf(1)),
  rule("weekend after the? next", () => weekendOf(2)),
  rule("last|past weekend", () => weekendOf(-1)),
  rule("ORDINAL week of|in? MONTH YEAR?", (nth, number, year) => {
    return (today) => range(inSpan(namedMonth(today, number, year), (span) => weekOfMonth(span, nth)));
  }),
  rule("last week of|in MONTH YEAR?", (number, year) => {
    return (today) => range(inSpan(namedMonth(today, number, year), (span) => weekOfMonth(span, -1)));
  }),
  ...eachMonth("ORDINAL week of|in", (span, nth) => range(weekOfMonth(span, nth))),
  ...eachMonth("last week of|in", (span) => range(weekOfMonth(span, -1))),
];
const monthsAndYears: Rule<DateMaker>[] = [
  rule("this month", () => month(0)),
  rule("next|coming|upcoming month", () => month(1)),
  rule("month after next", () => month(2)),
  rule("last|past|previous month", () => month(-1)),
  rule("PLAINMONTH YEAR?", (number, year) => (today) => range(namedMonth(today, number, year), "month")),
  rule("next MONTH", (number) => (today) => range(comingMonth(addMonths(today, 1), number), "month")),
  rule("month of MONTH YEAR?", (number, year) => (today) => range(namedMonth(today, number, year), "month")),
  rule("this year", () => (today) => range(yearSpan(partsOf(today).year))),
  rule("next year", () => (today) => range(yearSpan(partsOf(today).year + 1))),
  rule("last year", () => (today) => range(yearSpan(partsOf(today).year - 1))),
];

const phases: Rule<DateMaker>[] = (
  [
    ["early", "early|beginning|start of|in?"],
    ["middle", "mid|middle of|in?"],
    ["late", "late|end of|in?"],
    ["rest", "later|rest|remainder in|of?"],
    ["first-half", "first half of"],
    ["second-half", "second half of"],
  ] as const
).flatMap(([name, words]) => [
  rule(words, () => phase(name)),
  rule(`${words} the|this? current? week`, () => (today) => [...phase(name)(today), ...week(0)(today)]),
  rule(`${words} the|this? month`, () => (today) => [...phase(name)(today), ...month(0)(today)]),
  rule(`${words} MONTH YEAR?`, (number, year) => (today) => [
    ...phase(name)(today),
    ...range(namedMonth(today, number, year), "month"),
  ]),
]);

/** Weeks, weekends, months, years and the stretches of them. */
export const spanRules: readonly Rule<DateMaker>[] = [...weeks, ...monthsAndYears, ...phases];

function yearSpan(year: number): Span | undefined {
  const from = dateOf(year, 1, 1);
  const to = dateOf(year, 12, 31);
  return from !== undefined && to !== undefined ? { from, to } : undefined;
}
