import type { Token } from "./tokens.ts";

/** A date as it is written, for telling dates from other numbers; `layer/dates` is what reads them. */
export interface WrittenDate {
  /** The token behind it. */
  to: number;
  /** Four digits; absent when none is written. */
  year?: number;
}

const months = new Set(
  "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split(
    " ",
  ),
);
const suffixes = new Set(["st", "nd", "rd", "th"]);

/** The date that begins at a token; undefined when none does, or when more digits hang on it. */
export function dateAt(tokens: readonly Token[], index: number): WrittenDate | undefined {
  return inNumbers(tokens, index) ?? monthFirst(tokens, index) ?? dayFirst(tokens, index);
}

/** The year of 07051981 and 19810705; undefined when the digits are no date. For where a word says that they are one. */
export function yearInOnePiece(digits: string): number | undefined {
  if (!/^\d{8}$/.test(digits)) return undefined;
  const [month, day, last] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  if (isDate(month, day, last)) return yearOf(last);
  const first = digits.slice(0, 4);
  return isDate(first, digits.slice(4, 6), digits.slice(6)) ? yearOf(first) : undefined;
}

function inNumbers(tokens: readonly Token[], index: number): WrittenDate | undefined {
  const separator = tokens[index + 1]?.text ?? "";
  if (tokens[index]?.kind !== "digits" || !["-", "/", "."].includes(separator)) return undefined;
  if (isJoined(tokens, index - 1, -1)) return undefined;
  const [first = "", second = ""] = [tokens[index]?.text, tokens[index + 2]?.text];
  const third = tokens[index + 3]?.text === separator ? tokens[index + 4] : undefined;
  if (third?.kind === "digits")
    return isDate(first, second, third.text) && !isJoined(tokens, index + 5, 1)
      ? { to: index + 5, year: yearOf(first.length === 4 ? first : third.text) }
      : undefined;
  return separator === "/" && isMonthAndDay(first, second) && !isJoined(tokens, index + 3, 1)
    ? { to: index + 3 }
    : undefined;
}

/** Whether the sign at a place ties another number on, as in 12.11.10.9. */
function isJoined(tokens: readonly Token[], at: number, step: 1 | -1): boolean {
  return ["-", "/", "."].includes(tokens[at]?.text ?? "") && tokens[at + step]?.kind === "digits";
}

function isDate(first: string, second: string, third: string): boolean {
  if (first.length === 4) return isYear(first) && isMonthAndDay(second, third);
  return isMonthAndDay(first, second) && (third.length === 2 || isYear(third));
}

/** Of two digits: a year of the last hundred, counted from the thirties, when the oldest customers were born. */
function yearOf(text: string): number {
  const year = Number(text);
  return text.length === 4 ? year : year + (year >= 30 ? 1900 : 2000);
}

function isYear(text: string): boolean {
  return text.length === 4 && Number(text) >= 1900 && Number(text) < 2100;
}

function isMonthAndDay(one: string, other: string): boolean {
  const [a, b] = [Number(one), Number(other)];
  if (one.length > 2 || other.length > 2 || !(a > 0) || !(b > 0)) return false;
  return Math.min(a, b) <= 12 && Math.max(a, b) <= 31;
}

/** December 3rd, 1981 */
function monthFirst(tokens: readonly Token[], index: number): WrittenDate | undefined {
  if (!months.has(tokens[index]?.folded ?? "")) return undefined;
  const day = skipSigns(tokens, index + 1);
  return isDay(tokens[day]) ? withYear(tokens, behindSuffix(tokens, day)) : undefined;
}

/** 3rd of December 1981 */
function dayFirst(tokens: readonly Token[], index: number): WrittenDate | undefined {
  if (!isDay(tokens[index])) return undefined;
  let month = skipSigns(tokens, behindSuffix(tokens, index));
  if (tokens[month]?.folded === "of") month = skipSigns(tokens, month + 1);
  return months.has(tokens[month]?.folded ?? "") ? withYear(tokens, month + 1) : undefined;
}

function withYear(tokens: readonly Token[], to: number): WrittenDate {
  const year = skipSigns(tokens, to);
  return isYear(tokens[year]?.text ?? "") ? { to: year + 1, year: yearOf(tokens[year]?.text ?? "") } : { to };
}

function isDay(token: Token | undefined): boolean {
  return token?.kind === "digits" && token.text.length <= 2 && Number(token.text) <= 31;
}

function behindSuffix(tokens: readonly Token[], day: number): number {
  return suffixes.has(tokens[day + 1]?.folded ?? "") ? day + 2 : day + 1;
}

function skipSigns(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < from + 3 && (tokens[at]?.kind === "space" || [",", ".", "-"].includes(tokens[at]?.text ?? "")))
    at += 1;
  return at;
}
