import { weekdayInSpan } from "./calendar.ts";
import {
  after,
  block,
  coming,
  type DateMaker,
  dates,
  day,
  dayOf,
  eachMonth,
  inSpan,
  later,
  link,
  monthDay,
  monthFrom,
  namedMonth,
  range,
  weekday,
  withinNext,
} from "./date-makers.ts";
import { linkRules } from "./link-rules.ts";
import { type Rule, rule } from "./pattern.ts";
import { spanRules } from "./span-rules.ts";
import { addDays } from "./today.ts";
import { tomorrowWords } from "./vocabulary.ts";

/** Few say "the 4-22" of three weeks. */
const longestSaidSpan = 14;

const relative: Rule<DateMaker>[] = [
  rule("today|todays", () => later(0)),
  rule(tomorrowWords, () => later(1)),
  rule(`${tomorrowWords} or the? day after`, () => (today) => dates(addDays(today, 1), addDays(today, 2))),
  rule(`day after ${tomorrowWords}`, () => later(2)),
  rule("yesterday", () => later(-1)),
  rule("day before yesterday", () => later(-2)),
  rule("in COUNT UNIT", (count, unit) => (today) => dates(after(today, count, unit))),
  rule("COUNT UNIT from now|today", (count, unit) => (today) => dates(after(today, count, unit))),
  rule("COUNT UNIT later|hence", (count, unit) => (today) => dates(after(today, count, unit))),
  rule("COUNT UNIT ago", (count, unit) => (today) => dates(after(today, -count, unit))),
  rule(`COUNT UNIT from|after ${tomorrowWords}`, (count, unit) => {
    return (today) => dates(after(addDays(today, 1), count, unit));
  }),
  rule("in a? fortnight", () => later(14)),
  rule("COUNT UNIT from|after|on next WEEKDAY", () => block),
  rule("COUNT UNIT from|after|on this? WEEKDAY", (count, unit, number) => {
    return (today) => dates(after(coming(today, number), count, unit));
  }),
  rule("WEEKDAY week", (number) => (today) => dates(addDays(coming(today, number), 7))),
  rule("next|coming|following COUNT UNIT", (count, unit) => {
    return (today) => range({ from: addDays(today, 1), to: after(today, count, unit) });
  }),
  rule("within the? next? COUNT UNIT", withinNext),
  rule("within COUNT UNIT from|of now|today", withinNext),
  // How long something lasts is no date.
  rule("for COUNT UNIT", () => block),
  rule("COUNT UNIT starting|beginning|commencing", () => block),
];
const weekdayRules: Rule<DateMaker>[] = [
  rule("WEEKDAY", weekday("coming")),
  rule("this|coming|upcoming WEEKDAY", weekday("this")),
  rule("next WEEKDAY", weekday("next")),
  rule("last|past|previous WEEKDAY", weekday("last")),
  rule("ORDINAL WEEKDAY of|in MONTH YEAR?", (nth, number, inMonth, year) => {
    return (today) =>
      dates(inSpan(namedMonth(today, inMonth, year), (span) => weekdayInSpan(span, number, nth)));
  }),
  rule("last WEEKDAY of|in MONTH YEAR?", (number, inMonth, year) => {
    return (today) =>
      dates(inSpan(namedMonth(today, inMonth, year), (span) => weekdayInSpan(span, number, -1)));
  }),
  ...eachMonth("ORDINAL WEEKDAY of|in", (span, nth, number) => dates(weekdayInSpan(span, number ?? 0, nth))),
  ...eachMonth("last WEEKDAY of|in", (span, number) => dates(weekdayInSpan(span, number, -1))),
];

const days: Rule<DateMaker>[] = [
  rule("DIGITORDINAL", day("sure")),
  rule("REFERREDDAY", day("sure")),
  rule("ORDINAL", day("spelled")),
  rule("DAY of|in the month", day("sure")),
  rule("DAY of|in this month", (number) => (today) => dayOf(monthFrom(today, 0), number)),
  rule("DAY of|in next month", (number) => (today) => dayOf(monthFrom(today, 1), number)),
  rule("MONTH the? ANYDAY YEAR?", monthDay),
  rule("MONTH -|/ ANYDAY YEAR?", monthDay),
  rule("DAY day? of|in? MONTH YEAR?", (number, inMonth, year) => monthDay(inMonth, number, year)),
  rule("ANYDAY -|/ MONTH YEAR?", (number, inMonth, year) => monthDay(inMonth, number, year)),
  rule("last day of|in MONTH YEAR?", (number, year) => (today) => dates(namedMonth(today, number, year)?.to)),
  ...eachMonth("last day of|in", (span) => dates(span.to)),
  rule("MONTH the? DAY -|to|through|thru|until|till|til the? DAY YEAR?", (number, first, last, year) => {
    return (today) => [
      ...monthDay(number, first, year)(today),
      ...link("to")(today),
      ...monthDay(number, last, year)(today),
    ];
  }),
  // Both could be days, hours or month and day: only the last is left where the second is no month and far off as a day.
  rule("ANYDAY - ANYDAY", (first, second) => (today) => {
    if (first <= 12 && second > 12 && second - first > longestSaidSpan) return monthDay(first, second)(today);
    return [...day("bare")(first)(today), ...link("to")(today), ...day("bare")(second)(today)];
  }),
  rule("second thought|thoughts", () => () => []),
  rule("PRONOUNONE", () => () => []),
];

/** Every phrase that dates are written in. Of two that fit, the longer wins, then the earlier. */
export const dateRules: readonly Rule<DateMaker>[] = [
  ...relative,
  ...weekdayRules,
  ...days,
  ...spanRules,
  ...linkRules,
];
