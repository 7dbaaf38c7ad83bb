import { type DigitChain, digitChains } from "../digit-chains.ts";
import { isBefore, phrases, skip } from "../phrases.ts";
import type { Reading } from "../reading.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

const cue = phrases(
  "phone",
  "mobile",
  "cell",
  "tel",
  "telephone",
  "fax",
  "call",
  "text",
  "reach",
  "number",
  "desk",
);
const cueReach = 10;
const extension = phrases("x", "ext", "extension");
const fillers = new Set([".", ":", "#"]);
const least = 7;
const [shortestPhone, longestPhone] = [7, 15];
/** Of letters and digits in one piece: as many digits as make a number of it, whatever the letters mean. */
const leastInPiece = 6;

/**
 * Phone numbers, and every other number of seven digits and more that no earlier rule has kept: what looks like a
 * number of someone is one until it is known to be harmless.
 */
export const longNumbers: Rule = (reading) => {
  for (const chain of digitChains(reading)) if (chain.length >= least) takeChain(reading, chain);
  takePieces(reading);
};

function takeChain({ tokens, take }: Reading, { groups, length }: DigitChain): void {
  const [first = 0] = groups;
  const last = groups.at(-1) ?? first;
  const from = withSigns(tokens, first);
  const isPhone =
    length <= longestPhone &&
    length >= shortestPhone &&
    (groups.length > 1 || length === 10 || from < first || isBefore(cue, tokens, first, cueReach));
  const kind = isZipPlusFour(tokens, groups) ? "address" : isPhone ? "phone" : "number";
  take(kind, letters(tokens, from, -1), extensionEnd(tokens, last) ?? letters(tokens, last, 1) + 1);
}

/** 80301-1234 */
function isZipPlusFour(tokens: readonly Token[], groups: readonly number[]): boolean {
  const [zip = 0, four = 0] = groups;
  const sizes = groups.map((group) => tokens[group]?.text.length).join();
  return groups.length === 2 && sizes === "5,4" && tokens[zip + 1]?.text === "-" && four === zip + 2;
}

/** `+` and brackets in front belong to the number. */
function withSigns(tokens: readonly Token[], first: number): number {
  let from = first;
  while (from > first - 2 && /^[+(]$/.test(tokens[from - 1]?.text ?? "")) from -= 1;
  return from;
}

/** The letters that hang on a number without a space, as in SK12345678. */
function letters(tokens: readonly Token[], at: number, step: 1 | -1): number {
  const isHanging = tokens[at]?.kind === "digits" && tokens[at + step]?.kind === "word";
  return isHanging && extension(tokens, at + step) === undefined ? at + step : at;
}

function extensionEnd(tokens: readonly Token[], last: number): number | undefined {
  const cueEnd = extension(tokens, tokens[last + 1]?.kind === "space" ? last + 2 : last + 1);
  const at = cueEnd === undefined ? -1 : skip(tokens, cueEnd, fillers, 3);
  return tokens[at]?.kind === "digits" ? at + 1 : undefined;
}

function takePieces({ tokens, isFree, take }: Reading): void {
  for (let index = 0; index < tokens.length; ) {
    let to = index;
    let digits = 0;
    let hasLetter = false;
    for (; isFree(to) && /word|digits/.test(tokens[to]?.kind ?? ""); to += 1) {
      if (tokens[to]?.kind === "digits") digits += tokens[to]?.text.length ?? 0;
      else hasLetter = true;
    }
    if (hasLetter && digits >= leastInPiece) take("number", index, to);
    index = Math.max(to, index + 1);
  }
}
