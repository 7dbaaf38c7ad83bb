import { ordinaryWords } from "./ordinary-words.ts";
import type { Reading } from "./reading.ts";
import type { Token } from "./tokens.ts";

const mostTokens = 32;
const mostBeforeZip = 7;
const between = new Set([",", ".", ";", "#", "-", "/", ">"]);
const units = new Set([
  "apt",
  "apartment",
  "suite",
  "ste",
  "unit",
  "floor",
  "fl",
  "box",
  "room",
  "bldg",
  "building",
  "street",
  "st",
]);
const within = new Set([
  "of",
  "the",
  "corner",
  "and",
  "du",
  "de",
  "la",
  "u",
  "ul",
  "nan",
  "av",
  "rd",
  "avenue",
  "road",
]);

/**
 * Where an address ends whose beginning reaches to `from`: behind the last unit, town, state or code of what follows
 * without a word of the language between. `from` itself when nothing of it follows.
 */
export function addressTail({ tokens, isFree }: Reading, from: number): number {
  let to = from;
  for (let at = from; at < from + mostTokens && isFree(at); at += 1) {
    const token = tokens[at];
    if (isAddressPart(tokens, at)) to = at + 1;
    else if (!isBetween(token) && !within.has(token?.folded ?? "") && !isBeforeZip(tokens, at)) break;
    if (token?.text === "." && isSentenceEnd(tokens, at)) break;
  }
  return to;
}

function isAddressPart(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind === "digits") return token.text.length <= 6;
  if (token?.kind !== "word") return false;
  if (token.text.length === 1 && tokens[at - 1]?.kind === "digits") return true;
  if (units.has(token.folded)) return true;
  return token.text !== token.folded && !ordinaryWords.has(token.folded);
}

function isBetween(token: Token | undefined): boolean {
  return token?.kind === "space" ? token.text.length <= 8 : between.has(token?.text ?? "");
}

/** Words, then a zip code: a town in small letters, or one that is called like a word of the language. */
function isBeforeZip(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.kind !== "word") return false;
  let next = at + 1;
  while (next < at + mostBeforeZip && (tokens[next]?.kind === "word" || isBetween(tokens[next]))) next += 1;
  return /^\d{5}$/.test(tokens[next]?.text ?? "");
}

/** A dot before a word of the language; the one in "Apt. 4" is none. */
function isSentenceEnd(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 2];
  return !units.has(tokens[at - 1]?.folded ?? "") && next?.kind === "word" && ordinaryWords.has(next.folded);
}
