import { digitChains, digitsOf } from "../digit-chains.ts";
import type { Kind } from "../kinds.ts";
import { ordinaryWords } from "../ordinary-words.ts";
import { plainTextOf } from "../plain-text.ts";
import type { Reading } from "../reading.ts";
import type { KnownValues, Rule } from "../rule.ts";
import { type Token, tokenise } from "../tokens.ts";

/** Between two parts of a value: white space and signs, as in "Garcia,  Maria". */
const mostBetween = 3;
const leastPhoneDigits = 7;
const [leastNumber, leastWord, leastLocalPart] = [4, 4, 5];
const streetForms = new Set("street avenue road drive lane court boulevard place".split(" "));

/**
 * The customer's own id, as a whole: identity never passes through the model, and no transcript needs it. One of less than four
 * digits is too often a day, an hour or an amount to be taken for it.
 */
export const knownIds: Rule = (reading, { ids = [] }) =>
  takeWhole(
    reading,
    "id",
    ids.filter((id) => id.length >= leastNumber),
  );

/** All that the session knows of its customer: each value as a whole, however it is spaced and signed, and its parts. */
export const knownValues: Rule = (reading, known) => {
  const { names = [], phones = [], emails = [], addresses = [] } = known;
  takeWhole(reading, "email", emails);
  takeWhole(reading, "email", localParts(known));
  takeWhole(reading, "address", addresses);
  takeWhole(reading, "name", names);
  takePhones(reading, phones);
  takeWords(reading, "name", new Set(names.flatMap((name) => [...wordsOf(name), joined(name)])), 2);
  const parts = new Set(addresses.flatMap(wordsOf).filter((word) => !streetForms.has(word)));
  takeWords(reading, "address", parts, leastWord);
};

function takeWhole({ tokens, take }: Reading, kind: Kind, values: readonly string[]): void {
  const byFirst = new Map<string, string[][]>();
  for (const parts of values.map(wordsOf)) {
    const [first] = parts;
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), parts]);
  }
  for (let index = 0; index < tokens.length; index += 1)
    for (const parts of byFirst.get(tokens[index]?.folded ?? "") ?? []) {
      const to = wholeEnd(tokens, index, parts);
      if (to !== undefined) take(kind, index, to);
    }
}

function wholeEnd(tokens: readonly Token[], index: number, parts: readonly string[]): number | undefined {
  let at = index;
  for (const part of parts) {
    for (let between = 0; between < mostBetween && at > index && !isSolid(tokens[at]); between += 1) at += 1;
    if (tokens[at]?.folded !== part) return undefined;
    at += 1;
  }
  return at;
}

/** A number that ends in the last seven digits of a known one. */
function takePhones(reading: Reading, phones: readonly string[]): void {
  const ends = phones
    .map((phone) => wordsOf(phone).join("").slice(-leastPhoneDigits))
    .filter((end) => end.length === leastPhoneDigits);
  if (ends.length === 0) return;
  for (const { groups } of digitChains(reading)) {
    const [first = 0] = groups;
    const digits = digitsOf(reading.tokens, groups);
    if (ends.some((end) => digits.includes(end))) reading.take("phone", first, (groups.at(-1) ?? first) + 1);
  }
}

/**
 * The parts by themselves. A part that is a word of the language ("May", "Will", "Green"), and one of two letters, only
 * where it has a capital and is no part of the calendar; a number only when it is long enough to tell someone.
 */
function takeWords({ tokens, take }: Reading, kind: Kind, words: ReadonlySet<string>, least: number): void {
  for (const [index, { folded, text, kind: tokenKind }] of tokens.entries()) {
    if (!words.has(folded)) continue;
    if (tokenKind === "digits" ? folded.length < leastNumber + 1 : folded.length < least) continue;
    const hasCapital = text !== folded;
    if (ordinaryWords.has(folded) && (!hasCapital || isSentenceStart(tokens, index))) continue;
    if (tokenKind === "word" && folded.length < 3 && !hasCapital) continue;
    take(kind, index, index + 1);
  }
}

function isSentenceStart(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1]?.kind === "space" ? tokens[index - 2] : tokens[index - 1];
  return before === undefined || /^[.!?:;]$/.test(before.text);
}

function localParts({ emails = [] }: KnownValues): string[] {
  return emails.map((email) => email.split("@")[0] ?? "").filter((part) => part.length >= leastLocalPart);
}

function wordsOf(value: string): string[] {
  return tokenise(plainTextOf(value).text).flatMap((token) => (isSolid(token) ? [token.folded] : []));
}

function joined(name: string): string {
  return wordsOf(name).join("");
}

function isSolid(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "digits";
}
