import type { LocalDate } from "#layer/domain/project.ts";
import { phaseOf, weekSpan } from "./calendar.ts";
import { type Dated, type DateItem, isDated } from "./date-item.ts";
import { candidatesOf, onOrAfter } from "./resolve-dated.ts";
import { addDays, laterOf, partsOf, weekdayOf } from "./today.ts";

/** More days than these are no answer to "which day?". */
const mostDays = 5;

type Range = Dated & { kind: "range" };

/**
 * Rewrites of what was scanned, each of which joins words that mean one thing. None of them decides between readings; where
 * words contradict each other they leave a `block`, or both dates.
 */

/** `early` + next week, `week of` + the 18th. A phase with nothing to divide says little (`early Friday`) and is dropped. */
export function applyPhases(items: readonly DateItem[], today: LocalDate): DateItem[] {
  const shaped: DateItem[] = [];
  for (const item of items) {
    const before = shaped.at(-1);
    if (before?.kind === "phase" && item.kind === "range" && item.unit) {
      shaped.splice(-1, 1, { kind: "range", ...phaseOf(item, item.unit, before.phase, today) });
    } else if (before?.kind === "bound" && before.word === "week-of" && isDated(item)) {
      const [date] = item.kind === "range" ? [item.from] : candidatesOf(item, today);
      shaped.splice(-1, 1, date ? { kind: "range", ...weekSpan(date), unit: "week" } : { kind: "block" });
    } else shaped.push(item);
  }
  return shaped.flatMap((item): DateItem[] => {
    if (item.kind === "phase") return item.phase === "rest" ? [{ kind: "block" }] : [];
    return item.kind === "bound" && item.word === "week-of" ? [{ kind: "block" }] : [item];
  });
}

/** Takes times of day out, with the words that belong to them, and bare numbers that can only be hours. */
export function dropClocks(items: readonly DateItem[]): DateItem[] {
  const hasSureDate = items.some((item) => isDated(item) && !isBare(item));
  const isHour = (item: DateItem | undefined): boolean =>
    isBare(item) && (item?.day ?? 0) <= 12 && hasSureDate;
  const marked = items.map((item, index): DateItem => {
    const [before, after] = [items[index - 1], items[index + 1]];
    if (!isHour(item)) return item;
    const isBounded = before?.kind === "bound" && before.word !== "between" && before.word !== "from";
    const besideClock = [items[index - 2], items[index + 2]].some(
      (other, side) => other?.kind === "clock" && [before, after][side]?.kind === "link",
    );
    const besideHour =
      (after?.kind === "link" && after.word === "to" && isHour(items[index + 2])) ||
      (before?.kind === "link" && before.word === "to" && isHour(items[index - 2]));
    return isBounded || besideClock || besideHour ? { kind: "clock" } : item;
  });
  return marked.filter((item, index) => {
    if (item.kind === "clock") return false;
    if (item.kind === "bound") return marked[index + 1]?.kind !== "clock";
    return item.kind !== "link" || marked[index + 1]?.kind !== "clock";
  });
}

/** `Friday` + next week, `Monday or Tuesday` + next week, `a Friday` + in December: the days of the span that are meant. */
export function applyRange(items: readonly DateItem[], today: LocalDate): DateItem[] {
  const at = items.findIndex((item) => item.kind === "range");
  const range = items[at];
  const others = items.filter((item) => isDated(item));
  const touches = [items[at - 1], items[at + 1]];
  if (range?.kind !== "range" || others.length < 2) return [...items];
  if (touches.some((item) => item?.kind === "link") || touches[0]?.kind === "bound") return [...items];
  if (others.filter(({ kind }) => kind === "range").length > 1) return [...items];
  return items.flatMap((item): DateItem[] => {
    if (item === range) return [];
    return isDated(item) ? [within(range, item, today)] : [item];
  });
}

/** `3 to 10 Dec`, `Dec 3 or 4`: a day without a month has that of its neighbour, where the order allows it. */
export function shareMonths(items: readonly DateItem[]): DateItem[] {
  const shared = [...items];
  const share = (index: number, step: 1 | -1): void => {
    const item = shared[index];
    const link = shared[index + step];
    const other = shared[index + step * (link?.kind === "link" ? 2 : 1)];
    if (item?.kind !== "day" || other?.kind !== "month-day") return;
    const isSpan = link?.kind === "link" && link.word === "to";
    const isOrdered = step === 1 ? item.day < other.day : item.day > other.day;
    if (!isSpan || isOrdered) shared[index] = { ...other, day: item.day };
  };
  for (let index = shared.length - 1; index >= 0; index -= 1) share(index, 1);
  for (let index = 0; index < shared.length; index += 1) share(index, -1);
  return shared;
}

/** `Tuesday` + the 24th: one date when they agree, else both, which cannot be settled but by asking. */
export function matchWeekdays(items: readonly DateItem[], today: LocalDate): DateItem[] {
  const shaped: DateItem[] = [];
  for (const item of items) {
    const before = shaped.at(-1);
    if (before?.kind === "weekday" && isPlain(item)) {
      shaped.splice(-1, 1, matched(before.weekday, item, today));
    } else if (item.kind === "weekday" && isPlain(before)) {
      shaped.splice(-1, 1, matched(item.weekday, before, today));
    } else shaped.push(item);
  }
  return shaped;
}

type Plain = Exclude<Dated, { kind: "range" | "weekday" }>;

function isPlain(item: DateItem | undefined): item is Plain {
  return isDated(item) && item.kind !== "range" && item.kind !== "weekday";
}

function isBare(item: DateItem | undefined): item is Dated & { kind: "day" } {
  return item?.kind === "day" && item.how === "bare";
}

function matched(weekday: number, item: Plain, today: LocalDate): DateItem {
  const found = candidatesOf(item, today);
  const fits = found.filter((date) => weekdayOf(date) === weekday);
  const [date] = fits;
  if (date) return { kind: "dates", dates: [date] };
  const [written] = found;
  if (written === undefined || isBare(item)) return { kind: "block" };
  // The weekday nearest to the date, but no past one beside a date that is still to come.
  const earliest = addDays(written, -3);
  const nearest = onOrAfter(written < today ? earliest : laterOf(earliest, today), weekday);
  return { kind: "dates", dates: [written, nearest], isContradiction: true };
}

function within({ from, to }: Range, item: Dated, today: LocalDate): DateItem {
  if (item.kind === "range") return { kind: "block" };
  const fits = (date: LocalDate): boolean => {
    const { month, day } = partsOf(date);
    switch (item.kind) {
      case "weekday":
        return weekdayOf(date) === item.weekday;
      case "day":
        return day === item.day;
      case "month-day":
        return day === item.day && month === item.month;
      case "dates":
        return item.dates.includes(date);
    }
  };
  const found: LocalDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) if (fits(date)) found.push(date);
  const ahead = found.filter((date) => date >= today);
  const isTooOpen = found.length === 0 || found.length > mostDays;
  return isTooOpen ? { kind: "block" } : { kind: "dates", dates: ahead.length > 0 ? ahead : found };
}
