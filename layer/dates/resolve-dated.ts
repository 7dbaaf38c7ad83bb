import type { LocalDate } from "#layer/domain/project.ts";
import type { Dated } from "./date-item.ts";
import { addDays, addMonths, dateOf, mondayOf, partsOf, weekdayOf } from "./today.ts";

/** A date on offer is hardly ever further away. */
const weeksAhead = 13;

/**
 * The dates that one written date may stand for, the likeliest first; empty when the calendar has no such date. `from` is the
 * day that counting starts on, itself included: today, or the beginning of a span. Our conventions:
 * - `Friday` is the next one, today included, else the nearest later one (where only that was offered);
 * - `this Friday` is the next one, today included;
 * - `next Friday` is that of the next calendar week (from Monday), else the nearest one after today;
 * - `the 21st` is the next day of that number, today included, else the one after; `December 3` the next one.
 */
export function candidatesOf(
  item: Exclude<Dated, { kind: "range" }>,
  today: LocalDate,
  from: LocalDate = today,
): LocalDate[] {
  switch (item.kind) {
    case "dates":
      return item.dates;
    case "day":
      return nextDaysOfMonth(item.day, from);
    case "month-day":
      return nextMonthDay(item, from);
    case "weekday":
      return weekdayCandidates(item, today, from);
  }
}

/** The two next dates of that number, from `from` on. */
function nextDaysOfMonth(day: number, from: LocalDate): LocalDate[] {
  const found: LocalDate[] = [];
  const first = `${from.slice(0, 8)}01`;
  for (let ahead = 0; ahead <= 3; ahead += 1) {
    const { year, month } = partsOf(addMonths(first, ahead));
    const date = dateOf(year, month, day);
    if (date && date >= from) found.push(date);
  }
  return found.slice(0, 2);
}

function nextMonthDay({ month, day, year }: Dated & { kind: "month-day" }, from: LocalDate): LocalDate[] {
  const start = partsOf(from).year;
  // Leap days are at most eight years apart.
  const years = year === undefined ? Array.from({ length: 9 }, (_, ahead) => start + ahead) : [year];
  const found = years.map((each) => dateOf(each, month, day)).filter((date) => date !== undefined);
  return found.filter((date) => year !== undefined || date >= from).slice(0, 1);
}

function weekdayCandidates(
  { weekday, which }: Dated & { kind: "weekday" },
  today: LocalDate,
  from: LocalDate,
): LocalDate[] {
  const coming = onOrAfter(from, weekday);
  switch (which) {
    case "coming":
      return Array.from({ length: weeksAhead }, (_, weeks) => addDays(coming, 7 * weeks));
    case "this":
      return [coming];
    case "next": {
      const following = addDays(mondayOf(today), 7 + ((weekday + 6) % 7));
      const nearest = onOrAfter(addDays(today, 1), weekday);
      return nearest === following ? [following] : [following, nearest];
    }
    case "last":
      return [addDays(onOrAfter(today, weekday), -7)];
  }
}

/** The first such weekday from a date on, itself included. */
export function onOrAfter(date: LocalDate, weekday: number): LocalDate {
  return addDays(date, (weekday - weekdayOf(date) + 7) % 7);
}
