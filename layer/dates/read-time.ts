import type { LocalTime } from "#layer/domain/project.ts";
import { dayPart } from "./print.ts";
import { candidatesOf, type TimeItem, type WrittenTime } from "./time-item.ts";
import { scanTimes } from "./time-rules.ts";
import { tokenise } from "./tokens.ts";

export type TimeReading =
  | { kind: "time"; time: LocalTime }
  /** Ascending, without doubles. */
  | { kind: "ambiguous"; options: LocalTime[] }
  | { kind: "unreadable" };

type Part = (TimeItem & { kind: "part" })["part"];

const longestText = 40;
/** A time as our own lists give it, which is exact: a model that hands 03:00:00 on does not mean the afternoon. */
const listedForm = /^\s*((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)\s*$/;
const unreadable: TimeReading = { kind: "unreadable" };

/**
 * Reads what a customer or a model wrote as a start time, in English; a text of more than 40 characters is unreadable, and so
 * is one with a word that may turn the time into another ("not 10"). `offered`, what the customer was shown, decides between
 * two readings where it holds exactly one of them, and is what "the morning one", "the last" and "after 2" choose from. Of a
 * span the start is meant. A time that was not offered is read all the same. Throws for no text.
 */
export function readTime(
  text: string,
  { offered = [] }: { offered?: readonly LocalTime[] } = {},
): TimeReading {
  const listed = listedForm.exec(text)?.[1];
  if (listed) return { kind: "time", time: listed };
  const tokens = tokenise(text, longestText);
  if (!tokens) return unreadable;
  const { items, hasUnknown } = scanTimes(tokens);
  const shown = [...new Set(offered)].sort();
  const times = items.filter((item) => item.kind === "time");
  const isStray = times.some(({ isBare }) => isBare) && hasUnknown;
  if (isStray || items.some(({ kind }) => kind === "block")) return unreadable;
  const parts = new Set(items.flatMap((item) => (item.kind === "part" ? [item.part] : [])));
  const [part] = parts;
  if (parts.size > 1) return unreadable;
  return times.length === 0 ? choose(items, part, shown) : readTimes(items, times, part, shown);
}

/** `the morning one`, `the last one in the afternoon`. */
function choose(
  items: readonly TimeItem[],
  part: Part | undefined,
  shown: readonly LocalTime[],
): TimeReading {
  const fits = part === undefined ? shown : shown.filter((time) => isIn(time, part));
  const [choice, ...others] = items.filter((item) => item.kind === "choice");
  if (items.some(({ kind }) => kind === "bound" || kind === "onwards") || others.length > 0)
    return unreadable;
  if (choice) {
    const time = choice.ofTwo && fits.length !== 2 ? undefined : fits.at(choice.index);
    return time === undefined ? unreadable : { kind: "time", time };
  }
  return part === undefined ? unreadable : oneOf(fits);
}

function isIn(time: LocalTime, part: Part): boolean {
  return dayPart(time) === (part === "night" ? "evening" : part);
}

function oneOf(times: readonly LocalTime[]): TimeReading {
  const options = [...new Set(times)].sort();
  const [only] = options;
  if (only === undefined) return unreadable;
  return options.length === 1 ? { kind: "time", time: only } : { kind: "ambiguous", options };
}

function readTimes(
  items: readonly TimeItem[],
  times: readonly WrittenTime[],
  part: Part | undefined,
  shown: readonly LocalTime[],
): TimeReading {
  if (times.some((time) => candidatesOf(time, part).length === 0)) return unreadable;
  const [first, second, ...others] = times;
  if (first === undefined) return unreadable;
  const spoken = items.filter(({ kind }) => kind === "time" || kind === "link" || kind === "bound");
  const [bound, ...otherBounds] = spoken.filter((item) => item.kind === "bound");
  const between = spoken[spoken.indexOf(first) + 1];
  const isBetween = bound?.word === "between" && between?.kind === "link" && between.word === "and";
  const isSpan = second !== undefined && ((between?.kind === "link" && between.word === "to") || isBetween);
  if (otherBounds.length > 0 || (isSpan && others.length > 0)) return unreadable;
  if (isSpan) return startOf(first, second, part, shown);
  const isOpen = items.some(({ kind }) => kind === "onwards");
  const word = isOpen ? "from" : bound?.word;
  if (word !== undefined && word !== "between") {
    return second === undefined ? beside(word, first, part, shown) : unreadable;
  }
  const hasStray = times.some(({ isBare }) => isBare) && !times.every(({ isBare }) => isBare);
  const isLinked = spoken.filter(({ kind }) => kind === "link").length >= times.length - 1;
  if (hasStray && !isLinked) return unreadable;
  const options = times.flatMap((time) => readingsOf(withHalfOf(time, times), part, shown));
  const offered = options.filter((time) => shown.includes(time));
  return oneOf(offered.length === 1 ? offered : options);
}

/** `9 or 10 am`: the half of the day that is said once holds for both, where that leaves them in order. */
function withHalfOf(time: WrittenTime, times: readonly WrittenTime[]): WrittenTime {
  const last = times.at(-1);
  const isBefore = last !== undefined && time.hour % 12 < last.hour % 12;
  return time.half === undefined && time.hour <= 12 && last?.half && isBefore
    ? { ...time, half: last.half }
    : time;
}

/** What one written time is: one time, unless two of its readings were offered, or it can be said in two ways. */
function readingsOf(written: WrittenTime, part: Part | undefined, shown: readonly LocalTime[]): LocalTime[] {
  const found = candidatesOf(written, part);
  const offered = found.filter((time) => shown.includes(time));
  const readings = offered.length > 0 ? offered : found.slice(0, 1);
  if (written.orFrom === undefined) return readings;
  return [
    ...readings,
    ...readingsOf({ kind: "time", hour: written.orFrom, minute: 0, second: 0 }, part, shown),
  ];
}

/** The start of `10 to 12`, `5 to 6pm`; what of it was offered, where the start itself was not. */
function startOf(
  first: WrittenTime,
  second: WrittenTime,
  part: Part | undefined,
  shown: readonly LocalTime[],
): TimeReading {
  const ends = candidatesOf(second, part);
  const readings = readingsOf(first, part, shown);
  // The end tells the half of the day: the shorter of two spans is meant.
  const [start] =
    ends.length > 1
      ? readings
      : candidatesOf(first, part).sort((a, b) => lengthOf(a, ends) - lengthOf(b, ends));
  if (start === undefined) return unreadable;
  if (ends.length > 1 && readings.length > 1) return oneOf(readings);
  if (shown.includes(start)) return { kind: "time", time: start };
  const [end = start] = ends.filter((time) => time > start);
  const inside = shown.filter((time) => time >= start && time < end);
  return inside.length > 0 ? oneOf(inside) : { kind: "time", time: start };
}

function lengthOf(start: LocalTime, ends: readonly LocalTime[]): number {
  const minutes = (time: LocalTime) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  const [end = start] = ends;
  return (minutes(end) - minutes(start) + 1440) % 1440;
}

/** `after 2`, `before noon`: what was offered on that side. */
function beside(
  word: "from" | "after" | "before" | "by",
  written: WrittenTime,
  part: Part | undefined,
  shown: readonly LocalTime[],
): TimeReading {
  const [time] = candidatesOf(written, part);
  if (time === undefined) return unreadable;
  const fits = shown.filter((each) => {
    if (each === time) return word === "from" || word === "by";
    return word === "from" || word === "after" ? each > time : each < time;
  });
  const inPart = part === undefined ? fits : fits.filter((each) => isIn(each, part));
  return oneOf(inPart);
}
