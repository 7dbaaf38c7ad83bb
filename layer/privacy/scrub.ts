import { cutMarker, type Kind, placeholderOf } from "./kinds.ts";
import { type PlainText, plainTextOf } from "./plain-text.ts";
import { type Reading, startReading } from "./reading.ts";
import type { KnownValues } from "./rule.ts";
import { type Mode, rulesOf } from "./rules.ts";
import { type Token, tokenise } from "./tokens.ts";

/** In UTF-16 units, of input and output alike. */
export const longestScrubbed = 8192;
/** A cut goes back to white space no further than this, so that no half of a value is left. */
const longestTornWord = 256;
/** Each pass masks something or is the last; real texts need two. */
const mostPasses = 8;

export interface ScrubOptions {
  mode: Mode;
  known?: KnownValues;
}

export interface Scrubbed {
  text: string;
  /** How many of each kind; kinds that were not found are absent. Never the values. */
  found: Partial<Record<Kind, number>>;
  /** The text was longer than `longestScrubbed`: what is beyond is gone, and `[cut]` stands at the end. */
  isCut: boolean;
}

/**
 * Removes personal data: each thing found becomes `[email]`, `[card]`, …; all else keeps every byte. Reads through odd
 * digits, invisible signs, entities and line breaks. Scrubbing the result again changes nothing. Never throws.
 */
export function scrub(text: string, { mode, known = {} }: ScrubOptions): Scrubbed {
  const found: Scrubbed["found"] = {};
  let scrubbed = cut(text);
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const next = cut(scrubOnce(scrubbed, mode, known, found));
    if (next === scrubbed) break;
    scrubbed = next;
  }
  return { text: scrubbed, found, isCut: text.length > longestScrubbed };
}

function scrubOnce(text: string, mode: Mode, known: KnownValues, found: Scrubbed["found"]): string {
  const plain = plainTextOf(text);
  const reading = startReading(tokenise(plain.text));
  for (const rule of rulesOf[mode]) rule(reading, known);
  return replaceFindings(text, plain, reading, found);
}

function replaceFindings(
  text: string,
  { starts, ends }: PlainText,
  { tokens, findingAt }: Reading,
  found: Scrubbed["found"],
): string {
  const pieces: string[] = [];
  let done = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const finding = findingAt(index);
    if (finding === undefined) continue;
    const first = tokens[index] as Token;
    while (findingAt(index + 1) === finding) index += 1;
    const start = Math.max(done, starts[first.start] ?? done);
    pieces.push(text.slice(done, start), placeholderOf(finding.kind));
    done = ends[(tokens[index] as Token).end - 1] ?? start;
    found[finding.kind] = (found[finding.kind] ?? 0) + 1;
  }
  return pieces.join("") + text.slice(done);
}

function cut(text: string): string {
  if (text.length <= longestScrubbed) return text;
  const longest = longestScrubbed - cutMarker.length - 1;
  const tail = text.slice(longest - longestTornWord, longest);
  const space = tail.search(/\s\S*$/);
  const end = longest - longestTornWord + (space < 0 ? longestTornWord : space);
  return `${text.slice(0, end)} ${cutMarker}`;
}
