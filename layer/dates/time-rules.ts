import { dateClasses } from "./date-classes.ts";
import { type ClassReader, longestMatch, type Rule, rule } from "./pattern.ts";
import type { TimeItem, WrittenTime } from "./time-item.ts";
import type { Token } from "./tokens.ts";
import { blockers, fillers, months, tomorrowWords, units, weekdays } from "./vocabulary.ts";

/** A token that some test likes, as a number. */
const one = (read: (token: Token, next: string) => number | undefined): ClassReader => {
  return (tokens, index) => {
    const token = tokens[index];
    const value = token && read(token, tokens[index + 1]?.text ?? "");
    return value === undefined ? undefined : { value, length: 1 };
  };
};
const clock = (isPadded: boolean): ClassReader =>
  one(({ kind, text }) => {
    if (kind !== "clock" || text.startsWith("0") !== isPadded) return undefined;
    const [hour = 0, minute = 0, second = 0] = text.split(/[:h.]/).map(Number);
    // No clock shows 13:75: as hour 24 it is refused like any other such time.
    return minute > 59 || second > 59 ? 24 * 3600 : (hour * 60 + minute) * 60 + second;
  });

const timeClasses: Readonly<Record<string, ClassReader>> = {
  ...dateClasses,
  CLOCK: clock(false),
  PADDED: clock(true),
  HALF: one(({ text }) => (text === "am" ? 0 : text === "pm" ? 1 : undefined)),
  /** `05`, `30`, `thirty`, `five`. */
  MINUTES: one(({ text, value = 60, ordinal, spelled }) =>
    !ordinal && value < 60 && (spelled || text.length === 2) ? value : undefined,
  ),
  /** `1140`, `340`. */
  COMPACT: one(({ kind, text, value, spelled }) =>
    kind === "number" && !spelled && /^\d{3,4}$/.test(text) ? value : undefined,
  ),
  /** `1330`: four figures that are a time of the 24 hours on a quarter. */
  FOURDIGIT: one(({ kind, text, value }) =>
    kind === "number" && /^(?:[01]\d|2[0-3])(?:00|15|30|45)$/.test(text) ? value : undefined,
  ),
  SPELLEDMINUTES: one(({ value = 0, ordinal, spelled }) =>
    spelled && !ordinal && [5, 10, 20, 25].includes(value) ? value : undefined,
  ),
  SPELLEDORDINAL: one(({ value, ordinal, spelled }) => (ordinal && spelled ? value : undefined)),
};

const halfOf = (half: number | undefined): Pick<WrittenTime, "half"> =>
  half === undefined ? {} : { half: half === 0 ? "am" : "pm" };
const at = (hour: number, minute: number, half?: number): WrittenTime => ({
  kind: "time",
  hour,
  minute,
  second: 0,
  ...halfOf(half),
});
const ofSeconds = (seconds: number, half?: number): WrittenTime => ({
  ...at(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, half),
  second: seconds % 60,
});
const compact = (digits: number, half?: number): WrittenTime =>
  at(Math.floor(digits / 100), digits % 100, half);
const before = (minutes: number, hour: number, half?: number): WrittenTime =>
  at(hour === 1 ? 12 : hour - 1, 60 - minutes, half);
const link = (word: "or" | "and" | "to") => (): TimeItem => ({ kind: "link", word });
const bound = (word: (TimeItem & { kind: "bound" })["word"]) => (): TimeItem => ({ kind: "bound", word });
const part = (name: (TimeItem & { kind: "part" })["part"]) => (): TimeItem => ({ kind: "part", part: name });
const choice = (index: number) => (): TimeItem => ({ kind: "choice", index });
const date = (): TimeItem => ({ kind: "date" });

/** Of two that fit, the longer wins, then the earlier. */
const timeRules: readonly Rule<TimeItem>[] = [
  rule("CLOCK HALF?", ofSeconds),
  rule("PADDED HALF?", (seconds, half) => ({ ...ofSeconds(seconds, half), isPadded: true })),
  rule("HOUR HALF", (hour, half) => at(hour, 0, half)),
  rule("HOUR oclock HALF?", (hour, half) => at(hour, 0, half)),
  rule("HOUR -? ish", (hour) => at(hour, 0)),
  rule("HOURAFTERAT HALF?", (hour, half) => at(hour, 0, half)),
  rule("HOUR MINUTES HALF?", at),
  rule("COMPACT HALF", compact),
  rule("FOURDIGIT hours|hrs?", (digits) => ({ ...compact(digits), isPadded: true })),
  rule("half past HOUR HALF?", (hour, half) => at(hour, 30, half)),
  rule("quarter past|after HOUR HALF?", (hour, half) => at(hour, 15, half)),
  rule("quarter to|till|til|before|of HOUR HALF?", (hour, half) => before(15, hour, half)),
  rule("COUNT minutes|mins|min past|after HOUR HALF?", (minutes, hour, half) => at(hour, minutes, half)),
  rule("COUNT minutes|mins|min to|till|before HOUR HALF?", before),
  rule("SPELLEDMINUTES past HOUR HALF?", (minutes, hour, half) => at(hour, minutes, half)),
  rule("SPELLEDMINUTES to HOUR HALF?", (minutes, hour, half) => ({
    ...before(minutes, hour, half),
    orFrom: minutes,
  })),
  rule("noon|midday|lunch|lunchtime", () => at(12, 0, 1)),
  rule("12 noon|midday|lunchtime", () => at(12, 0, 1)),
  rule("midnight", () => at(0, 0)),
  rule("mid - night", () => at(0, 0)),
  rule("HOUR oclock lunchtime|lunch", (hour) => at(hour, 0, hour < 12 ? 0 : 1)),

  rule("or|/", link("or")),
  rule("and|&", link("and")),
  rule("to|-|until|till|til|through|thru", link("to")),
  rule("between", bound("between")),
  rule("from|starting", bound("from")),
  rule("no|not earlier|sooner than", bound("from")),
  rule("not before", bound("from")),
  rule("after", bound("after")),
  rule("later than", bound("after")),
  rule("before", bound("before")),
  rule("earlier|sooner than", bound("before")),
  rule("by", bound("by")),
  rule("no|not later than", bound("by")),
  rule("or later|after|onwards", () => ({ kind: "onwards" })),
  rule("onwards|onward", () => ({ kind: "onwards" })),
  rule("any time but|except", () => ({ kind: "block" })),
  rule("instead of", () => ({ kind: "block" })),
  rule("at the earliest|latest", () => ({ kind: "block" })),

  rule("early|late|mid? -? morning|mornings|midmorning", part("morning")),
  rule("early|late|mid? -? afternoon|afternoons|midafternoon", part("afternoon")),
  rule("early|late? -? evening|evenings", part("evening")),
  rule("early|late? -? night|tonight|nights", part("night")),

  rule("SPELLEDORDINAL", (nth) => ({ kind: "choice", index: nth - 1 })),
  rule("ORDINAL one|slot|option|time|choice", (nth) => ({ kind: "choice", index: nth - 1 })),
  rule("option|number|choice COUNT", (nth) => ({ kind: "choice", index: nth - 1 })),
  rule("earliest|soonest", choice(0)),
  rule("first thing", choice(0)),
  rule("last|latest", choice(-1)),
  rule("earlier one|time|slot?", () => ({ kind: "choice", index: 0, ofTwo: true })),
  rule("later one|time|slot?", () => ({ kind: "choice", index: -1, ofTwo: true })),

  rule("WEEKDAY", date),
  rule(`today|${tomorrowWords}`, date),
  rule("MONTH the? ANYDAY YEAR?", date),
  rule("ANYDAY of? MONTH YEAR?", date),
  rule("DIGITORDINAL", date),
  rule("PRONOUNONE", date),
];

/** Takes a text apart into what its words say of times; known words around them are passed over. */
export function scanTimes(tokens: readonly Token[]): { items: TimeItem[]; hasUnknown: boolean } {
  const items: TimeItem[] = [];
  let hasUnknown = false;
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index] as Token;
    const match = longestMatch(timeRules, timeClasses, tokens, index);
    if (match) items.push(match.made);
    else if (token.kind === "calendar") items.push(date());
    else if (token.value !== undefined) items.push({ ...at(token.value, 0), isBare: true });
    else if (isBlock(token.text)) items.push({ kind: "block" });
    else if (!fillers.has(token.text) && token.kind === "word" && !weekdays.has(token.text))
      hasUnknown = true;
    index += match?.length ?? 1;
  }
  return { items, hasUnknown };
}

/** Of a phrase like "half nine" or "in 20 minutes" no part may be read alone. */
const fragments = new Set(["half", "quarter", "past", "minutes", "mins", "min", "hour", "hours", "hrs"]);

function isBlock(text: string): boolean {
  const isUnit = units.has(text) && !text.startsWith("day");
  return (
    blockers.has(text) ||
    text.endsWith("n't") ||
    isUnit ||
    fragments.has(text) ||
    months.has(text) ||
    /^\p{N}/u.test(text)
  );
}
