import type { LocalDate } from "#layer/domain/project.ts";
import { combineDates, type Meaning } from "./combine-dates.ts";
import { guessDate } from "./guess-date.ts";
import type { DayPart } from "./print.ts";
import { scanDates } from "./scan-dates.ts";
import { addDays, earlierOf, laterOf } from "./today.ts";
import { tokenise } from "./tokens.ts";

export type DateReading =
  | { kind: "date"; date: LocalDate; part?: DayPart }
  /** Both ends included; begins today at the earliest. */
  | { kind: "range"; from: LocalDate; to: LocalDate; part?: DayPart }
  /** Ascending, without doubles. */
  | { kind: "ambiguous"; options: LocalDate[] }
  | { kind: "past"; date: LocalDate }
  | { kind: "too_far"; date: LocalDate }
  | { kind: "unreadable" };

export interface DateReadingOptions {
  /** In the tenant's zone. */
  today: LocalDate;
  /** What the customer was shown: decides between two readings where it holds exactly one of them. */
  offered?: readonly LocalDate[];
  /** The last day that may be asked, counted from today; without it none is too far, and open spans last a year. */
  maxDaysAhead?: number;
}

const longestText = 80;
const openSpanDays = 365;
const unreadable: DateReading = { kind: "unreadable" };

/**
 * Reads what a customer or a model wrote as a date, in English; a text of more than 80 characters is unreadable, and so is
 * one with a word that may turn the date into another ("not Friday", "Friday or later"). The conventions are in
 * resolve-dated.ts and calendar.ts; a date without a year is the next such one. Throws for no text.
 */
export async function readDate(text: string, options: DateReadingOptions): Promise<DateReading> {
  const { today } = options;
  const tokens = tokenise(text, longestText);
  if (!tokens) return unreadable;
  const scanned = scanDates(tokens, today);
  const meaning = combineDates(scanned, today);
  if (meaning.kind === "nothing") {
    const guessed = scanned.hasUnknown ? await guessDate(text.normalize("NFKC"), today) : undefined;
    return guessed ? within(guessed, options) : unreadable;
  }
  const [part, ...otherParts] = new Set(
    scanned.items.flatMap((item) => (item.kind === "part" ? [item.part] : [])),
  );
  const reading = weigh(meaning, options);
  const isDated = reading.kind === "date" || reading.kind === "range";
  return part && isDated && otherParts.length === 0 ? { ...reading, part } : reading;
}

function weigh(meaning: Meaning, options: DateReadingOptions): DateReading {
  const offered = [...(options.offered ?? [])].sort();
  switch (meaning.kind) {
    case "candidates": {
      const [likeliest = ""] = meaning.dates;
      const listed = meaning.place === undefined ? undefined : offered[meaning.place];
      const shown = meaning.dates.filter((date) => offered.includes(date));
      if (listed && !shown.includes(listed)) return either([listed, ...shown], options, shown.length === 0);
      return within(shown[0] ?? likeliest, options);
    }
    case "options":
      return either(meaning.dates, options, !meaning.isContradiction);
    case "span":
      return span(meaning, options);
    case "choice": {
      const date = offered.at(meaning.index);
      if (date) return within(date, options);
      // Nothing was shown yet, so "the earliest" can only be a wish: all there is.
      return meaning.index === 0 && offered.length === 0 ? span({}, options) : unreadable;
    }
    default:
      return unreadable;
  }
}

/** A date against today and the limit; what was offered is never too far. */
function within(date: LocalDate, { today, offered, maxDaysAhead }: DateReadingOptions): DateReading {
  if (date < today) return { kind: "past", date };
  const isTooFar = maxDaysAhead !== undefined && date > addDays(today, maxDaysAhead);
  return isTooFar && !offered?.includes(date) ? { kind: "too_far", date } : { kind: "date", date };
}

/** Of several dates the one that can be meant, else those that can. */
function either(dates: readonly LocalDate[], options: DateReadingOptions, canSettle: boolean): DateReading {
  const distinct = [...new Set(dates)].sort();
  const open = distinct.filter((date) => within(date, options).kind === "date");
  const [first = ""] = open.length > 0 ? open : distinct;
  if (open.length === 0 || distinct.length === 1) return within(first, options);
  const shown = open.filter((date) => options.offered?.includes(date));
  const [only, ...others] = shown.length > 0 ? shown : open;
  return canSettle && only && others.length === 0
    ? { kind: "date", date: only }
    : { kind: "ambiguous", options: open };
}

function span(wanted: { from?: LocalDate; to?: LocalDate }, options: DateReadingOptions): DateReading {
  const { today, maxDaysAhead } = options;
  const last = addDays(today, maxDaysAhead ?? openSpanDays);
  const from = laterOf(wanted.from ?? today, today);
  const to = wanted.to ?? laterOf(last, from);
  if (to < today) return { kind: "past", date: to };
  if (maxDaysAhead === undefined) return { kind: "range", from, to };
  if (from > last) return { kind: "too_far", date: from };
  return { kind: "range", from, to: earlierOf(to, last) };
}
