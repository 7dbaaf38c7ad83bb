import type { Kind } from "../kinds.ts";
import { isBefore, phrases } from "../phrases.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";
import { dateAt, type WrittenDate, yearInOnePiece } from "../written-dates.ts";

const kind: Kind = "date of birth";
const cue = phrases("born", "birth", "dob", "d.o.b", "birthday", "birthdate");
const cueBehind = phrases("is my birthday", "is my date of birth", "is my dob", "is when i was born");
const reach = 16;

/** Dates beside a word of birth; of any year and of none, or of years up to `latestYear` only. */
export function birthDates({ latestYear }: { latestYear?: number } = {}): Rule {
  return ({ tokens, take }) => {
    for (let index = 0; index < tokens.length; index += 1) {
      const date = dateAt(tokens, index) ?? inOnePiece(tokens[index], index);
      if (date === undefined) continue;
      const isBirth = isBefore(cue, tokens, index, reach) || cueBehind(tokens, date.to + 1) !== undefined;
      if (isBirth && (latestYear === undefined || (date.year ?? Infinity) <= latestYear))
        take(kind, index, date.to);
      index = date.to - 1;
    }
  };
}

function inOnePiece(token: Token | undefined, index: number): WrittenDate | undefined {
  const year = token?.kind === "digits" ? yearInOnePiece(token.text) : undefined;
  return year === undefined ? undefined : { to: index + 1, year };
}
