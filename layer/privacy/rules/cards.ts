import { digitChains, digitsOf } from "../digit-chains.ts";
import { hasLuhnDigit } from "../luhn.ts";
import { isBefore, phrases, skip } from "../phrases.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

const cue = phrases("card", "cards", "cc", "visa", "mastercard", "amex", "maestro");
const cueReach = 12;
const checkCode = phrases("cvv", "cvv2", "cvc", "cvc2");
const fillers = new Set(["is", ":", "code", "number", "#", "="]);
const [shortest, longest] = [13, 19];
const shortestByCue = 12;

/**
 * Card numbers: 13 to 19 digits in groups as cards have them, a first digit that cards have, and a right check digit;
 * beside a word for a card, any 12 to 19 digits. And the check code, by its name.
 */
export const cards: Rule = (reading) => {
  const { tokens, take } = reading;
  for (const { groups, length } of digitChains(reading)) {
    const [first = 0] = groups;
    if (length < shortestByCue) continue;
    if (length <= longest && isBefore(cue, tokens, first, cueReach)) {
      take("card", first, (groups.at(-1) ?? first) + 1);
      continue;
    }
    for (let from = 0; from < groups.length; from += 1) {
      const count = cardGroups(tokens, groups.slice(from, from + longest));
      if (count === 0) continue;
      take("card", groups[from] ?? 0, (groups[from + count - 1] ?? 0) + 1);
      from += count - 1;
    }
  }
  for (let index = 0; index < tokens.length; index += 1) {
    const cueEnd = checkCode(tokens, index);
    const at = cueEnd === undefined ? -1 : skip(tokens, cueEnd, fillers, 5);
    if (/^\d{3,4}$/.test(tokens[at]?.text ?? "")) take("card", at, at + 1);
  }
};

/** How many of the groups, from the first on, are a card number; the most that are, or 0. */
function cardGroups(tokens: readonly Token[], groups: readonly number[]): number {
  let digits = "";
  let best = 0;
  for (const [index, group] of groups.entries()) {
    digits += digitsOf(tokens, [group]);
    if (digits.length > longest) break;
    const isLongEnough = digits.length >= shortest && /^[2-6]/.test(digits);
    if (isLongEnough && hasLuhnDigit(digits) && hasCardGroups(tokens, groups.slice(0, index + 1)))
      best = index + 1;
  }
  return best;
}

/** Groups of one size but for the last, or few groups of four and more: two phone numbers in a row are not a card. */
function hasCardGroups(tokens: readonly Token[], groups: readonly number[]): boolean {
  const sizes = groups.slice(0, -1).map((group) => tokens[group]?.text.length ?? 0);
  const size = sizes[0] ?? 0;
  const last = tokens[groups.at(-1) ?? 0]?.text.length ?? 0;
  if (sizes.every((other) => other === size) && (size === 0 || size >= 4 || size <= 2 || last <= size))
    return true;
  return groups.length <= 5 && sizes.every((other) => other >= 4);
}
