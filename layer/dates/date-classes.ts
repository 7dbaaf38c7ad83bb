import type { ClassReader } from "./pattern.ts";
import type { Token } from "./tokens.ts";
import { months, units, weekdays } from "./vocabulary.ts";

export const unitNames = ["day", "week", "month", "year"] as const;

const hourSigns = new Set(["am", "pm", "oclock", "h", "hours", "hour", "hrs", "minutes", "min", "mins", "%"]);

/** Behind these, `may` is the month and no verb. */
const beforeMonth = new Set("in for during this of until till by to or and through -".split(" "));
/** Behind these, a bare number is a day. */
const beforeDay = new Set(["the", "on", "for"]);
const beforeHour = new Set(["at", "around", "about", "@"]);
/** Behind these, `one` is a number; behind other words it is a pronoun. */
const beforeNumber = new Set([
  ...beforeHour,
  ..."in within next or and to till until - past after before by between from on option number".split(" "),
]);

type Look = (token: Token, next: string, before: string | undefined) => number | undefined;

const one = (look: Look): ClassReader => {
  return (tokens, index) => {
    const token = tokens[index];
    const value = token && look(token, tokens[index + 1]?.text ?? "", tokens[index - 1]?.text);
    return value === undefined ? undefined : { value, length: 1 };
  };
};

const numberUpTo = (highest: number): Look => {
  return ({ value }) => (value !== undefined && value <= highest ? value : undefined);
};
const anyDay: Look = ({ value }) => (value !== undefined && value >= 1 && value <= 31 ? value : undefined);
const ordinal: Look = (token, ...around) => (token.ordinal ? anyDay(token, ...around) : undefined);
/** A day of the month, unless what follows makes an hour, a count or a place in a row of it. */
const day: Look = (token, next, before) => {
  const isOther = units.has(next) && !(token.ordinal && next === "day");
  return isOther || (!token.ordinal && hourSigns.has(next)) ? undefined : anyDay(token, next, before);
};
const hour: Look = (token, next, before) =>
  token.ordinal || units.has(next) ? undefined : numberUpTo(24)(token, next, before);

/** `of 2027`, `next year`: the number, -1 for next year, 0 for this one. */
const year: ClassReader = (tokens, index) => {
  const skip = ["of", "in", "-", "/"].includes(tokens[index]?.text ?? "") ? 1 : 0;
  const [token, next] = tokens.slice(index + skip, index + skip + 2);
  if (token?.kind === "number" && /^(?:19|20|21)\d\d$/.test(token.text))
    return { value: Number(token.text), length: skip + 1 };
  if (next?.text !== "year") return undefined;
  if (token?.text === "next") return { value: -1, length: skip + 2 };
  return token?.text === "this" ? { value: 0, length: skip + 2 } : undefined;
};

/** What the capitals in a date pattern stand for. */
export const dateClasses: Readonly<Record<string, ClassReader>> = {
  WEEKDAY: one(({ text }) => weekdays.get(text)),
  MONTH: one(({ text }) => months.get(text)),
  PLAINMONTH: (tokens, index) => {
    const isVerb = tokens[index]?.text === "may" && tokens.length > 1;
    if (isVerb && !beforeMonth.has(tokens[index - 1]?.text ?? "")) return undefined;
    return one(({ text }) => months.get(text))(tokens, index);
  },
  /** Its place in `unitNames`. */
  UNIT: one(({ text }) => {
    const unit = units.get(text);
    return unit && unitNames.indexOf(unit);
  }),
  YEAR: year,
  ANYDAY: one(anyDay),
  DAY: one(day),
  ORDINAL: one(ordinal),
  DIGITORDINAL: one((token, ...around) => (token.spelled ? undefined : ordinal(token, ...around))),
  /** `the 10`, `on 15`. */
  REFERREDDAY: one((token, next, before) =>
    token.spelled || !beforeDay.has(before ?? "") ? undefined : day(token, next, before),
  ),
  COUNT: one((token, ...around) => {
    if (token.text === "a" || token.text === "an") return 1;
    return token.ordinal ? undefined : numberUpTo(999)(token, ...around);
  }),
  HOUR: one(hour),
  HOURAFTERAT: one((token, next, before) =>
    beforeHour.has(before ?? "") && next !== "-" ? hour(token, next, before) : undefined,
  ),
  CLOCK: one(({ kind }) => (kind === "clock" ? 0 : undefined)),
  /** `the morning one`, which counts nothing. */
  PRONOUNONE: one(({ text }, _, before) =>
    text === "one" && before !== undefined && !beforeNumber.has(before) ? 0 : undefined,
  ),
  /** `Friday am`, but not `I am`. */
  ALONEAM: one(({ text }, _, before) =>
    text === "am" && before !== undefined && before !== "i" ? 0 : undefined,
  ),
};
