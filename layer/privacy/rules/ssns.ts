import { digitChains } from "../digit-chains.ts";
import { isBefore, phrases } from "../phrases.ts";
import type { Rule } from "../rule.ts";

const cue = phrases("ssn", "ssn's", "social security", "social", "taxpayer", "itin", "tin", "s.s.n");
const cueReach = 12;
const form = [3, 2, 4];

/**
 * US social security and taxpayer numbers: three, two and four digits, which nothing in scheduling is written as; or four to
 * nine digits ("the last four") beside their name.
 */
export const ssns: Rule = (reading) => {
  const { tokens, take } = reading;
  for (const { groups, length } of digitChains(reading)) {
    const [first = 0] = groups;
    if (length >= 4 && length <= 9 && isBefore(cue, tokens, first, cueReach)) {
      take("ssn", first, (groups.at(-1) ?? first) + 1);
      continue;
    }
    const sizes = groups.map((group) => tokens[group]?.text.length ?? 0);
    for (let from = 0; from + form.length <= groups.length; from += 1) {
      if (!form.every((size, offset) => sizes[from + offset] === size)) continue;
      take("ssn", groups[from] ?? 0, (groups[from + form.length - 1] ?? 0) + 1);
      from += form.length - 1;
    }
  }
};
