import type { LocalDate } from "#layer/domain/project.ts";
import type { Span } from "./calendar.ts";
import { type Bound, type Dated, type DateItem, isDated } from "./date-item.ts";
import { candidatesOf } from "./resolve-dated.ts";
import type { ScannedDates } from "./scan-dates.ts";
import { applyPhases, applyRange, dropClocks, matchWeekdays, shareMonths } from "./shape-dates.ts";
import { addDays, addMonths, dateOf, partsOf } from "./today.ts";

/** What a whole phrase says, before it is weighed against today, the limit and what was offered. */
export type Meaning =
  /** One date; the likeliest reading first. `place` where the words may name a place in a list instead. */
  | { kind: "candidates"; dates: LocalDate[]; place?: number }
  /** One of these dates. What `isContradiction` only the customer can settle. */
  | { kind: "options"; dates: LocalDate[]; isContradiction: boolean }
  /** Open ends are absent. */
  | { kind: "span"; from?: LocalDate; to?: LocalDate }
  | { kind: "choice"; index: number }
  /** There are words about dates that have no one meaning. */
  | { kind: "unreadable" }
  /** There is nothing about dates. */
  | { kind: "nothing" };

/** A span that has begun counts as the running one if it is no longer than this. */
const longestBegunDays = 62;
/** What says nothing of which date it is. */
const silent: ReadonlySet<DateItem["kind"]> = new Set(["part", "choice", "any", "move"]);
const unreadable: Meaning = { kind: "unreadable" };

export function combineDates({ items: scanned, hasUnknown }: ScannedDates, today: LocalDate): Meaning {
  const isBlocked = (each: readonly DateItem[]) => each.some(({ kind }) => kind === "block");
  const phased = applyPhases(scanned, today);
  if (isBlocked(phased)) return unreadable;
  const spoken = phased.filter(({ kind }) => !silent.has(kind));
  const ranged = applyRange(linkSpans(dropClocks(spoken)), today);
  const items = matchWeekdays(shareMonths(ranged), today);
  if (isBlocked(items)) return unreadable;
  const dated = items.filter(isDated);
  if (dated.length === 0) return withoutDates(phased);
  const bare = dated.filter((item) => item.kind === "day" && item.how === "bare");
  if (bare.length > 0 && (hasUnknown || bare.length < dated.length)) return unreadable;
  const isMove = phased.some(({ kind }) => kind === "move");
  return isMove && dated.length > 1 ? unreadable : readSentence(items, dated, today);
}

function withoutDates(items: readonly DateItem[]): Meaning {
  const [choice, ...others] = items.filter((item) => item.kind === "choice");
  if (choice) return others.length === 0 ? { kind: "choice", index: choice.index } : unreadable;
  if (items.some(({ kind }) => kind === "any")) return { kind: "span" };
  return items.some(({ kind }) => kind === "bound") ? unreadable : { kind: "nothing" };
}

/** `between … and` spans, `until` behind a date spans; links and openings that join nothing are dropped. */
function linkSpans(items: readonly DateItem[]): DateItem[] {
  let isBetween = false;
  return items.flatMap((item, index): DateItem[] => {
    const joins = isDated(items[index - 1]) && isDated(items[index + 1]);
    if (item.kind === "bound") {
      if (item.word === "by" && joins) return [{ kind: "link", word: "to" }];
      isBetween ||= item.word === "between" && isDated(items[index + 1]);
      const isIdle = !isDated(items[index + 1]) && (item.word === "between" || item.word === "from");
      return isIdle ? [] : [item];
    }
    if (item.kind !== "link") return [item];
    return joins ? [item.word === "and" && isBetween ? { kind: "link", word: "to" } : item] : [];
  });
}

function readSentence(items: readonly DateItem[], dated: readonly Dated[], today: LocalDate): Meaning {
  const [opening] = items;
  const bounds = items.filter((item) => item.kind === "bound");
  const links = items.filter((item) => item.kind === "link");
  const [first, last] = dated;
  if (bounds.length > 1 || (bounds.length === 1 && opening !== bounds[0])) return unreadable;
  if (first === undefined) return { kind: "nothing" };
  if (last !== undefined && links.some(({ word }) => word === "to"))
    return dated.length === 2 ? spanOf(first, last, today) : unreadable;
  const [bound] = bounds;
  if (bound) return dated.length === 1 ? openSpan(bound, first, today) : unreadable;
  if (last !== undefined) return eitherOf(dated, today);
  return first.kind === "range" ? { kind: "span", from: first.from, to: first.to } : oneOf(first, today);
}

function oneOf(item: Exclude<Dated, { kind: "range" }>, today: LocalDate): Meaning {
  const dates = candidatesOf(item, today);
  if (dates.length === 0) return unreadable;
  if (item.kind === "dates" && dates.length > 1)
    return { kind: "options", dates, isContradiction: item.isContradiction === true };
  const isSpelled = item.kind === "day" && item.how === "spelled";
  return { kind: "candidates", dates, ...(isSpelled && { place: item.day - 1 }) };
}

/** `Tuesday or Wednesday`; weeks or months side by side are one span, with a gap between they cannot be told. */
function eitherOf(dated: readonly Dated[], today: LocalDate): Meaning {
  const ranges = dated.filter((item) => item.kind === "range").sort((a, b) => (a.from < b.from ? -1 : 1));
  if (ranges.length === 0) {
    const found = dated.map((item) => (item.kind === "range" ? [] : candidatesOf(item, today)));
    if (found.some((dates) => dates.length === 0)) return unreadable;
    const isContradiction = dated.some((item) => item.kind === "dates" && item.isContradiction);
    const dates = dated.flatMap((item, index) =>
      (found[index] ?? []).slice(0, item.kind === "dates" ? 5 : 1),
    );
    return { kind: "options", dates, isContradiction };
  }
  const [first, ...others] = ranges;
  if (first === undefined || ranges.length < dated.length) return unreadable;
  let to = first.to;
  for (const range of others) {
    if (range.from > addDays(to, 1)) return unreadable;
    if (range.to > to) to = range.to;
  }
  return { kind: "span", from: first.from, to };
}

function spanOf(first: Dated, last: Dated, today: LocalDate): Meaning {
  const isBare = [first, last].every((item) => item.kind === "day" && item.how === "bare");
  // "3 to 7" may as well be hours.
  if (isBare) return unreadable;
  const opening = withYearOf(first, last);
  const from = endOf(opening, "from", today);
  const to = from && endOf(last, "to", today, from);
  if (!to || to < from) return unreadable;
  return { kind: "span", ...(begunSpan(opening, last, today) ?? { from, to }) };
}

/** `Dec 28 to Jan 3, 2027` begins in 2026. */
function withYearOf(first: Dated, last: Dated): Dated {
  if (first.kind !== "month-day" || last.kind !== "month-day") return first;
  if (first.year !== undefined || last.year === undefined) return first;
  return { ...first, year: first.month > last.month ? last.year - 1 : last.year };
}

/** `the 20th to the 25th`, said on the 21st, is the span that is running, not next month's. */
function begunSpan(first: Dated, last: Dated, today: LocalDate): Span | undefined {
  const from = endOf(first, "from", today);
  const to = endOf(last, "to", today);
  if (!from || !to || to >= from || (first.kind !== "day" && first.kind !== "month-day")) return undefined;
  const { year, month, day } = partsOf(from);
  const begun = first.kind === "day" ? addMonths(from, -1) : dateOf(year - 1, month, day);
  return begun && to <= addDays(begun, longestBegunDays) ? { from: begun, to } : undefined;
}

function openSpan({ word }: Bound, item: Dated, today: LocalDate): Meaning {
  const from = endOf(item, "from", today);
  const to = endOf(item, "to", today);
  const isHour = item.kind === "day" && item.how === "bare" && item.day <= 12;
  if (!from || !to || isHour) return unreadable;
  switch (word) {
    case "from":
      return { kind: "span", from };
    case "after":
      return { kind: "span", from: addDays(to, 1) };
    case "before":
      return { kind: "span", to: addDays(from, -1) };
    case "by":
      return { kind: "span", to };
    default:
      return unreadable;
  }
}

/** The first or last day of what was written; undefined where that is not one date. */
function endOf(item: Dated, end: keyof Span, today: LocalDate, from = today): LocalDate | undefined {
  if (item.kind === "range") return item[end];
  const dates = candidatesOf(item, today, from);
  return item.kind === "dates" && dates.length > 1 ? undefined : dates[0];
}
