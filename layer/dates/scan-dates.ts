import type { LocalDate } from "#layer/domain/project.ts";
import { dateClasses } from "./date-classes.ts";
import type { DateItem } from "./date-item.ts";
import { dateRules } from "./date-rules.ts";
import { readNumericDate } from "./numeric-date.ts";
import { longestMatch } from "./pattern.ts";
import { dateOf } from "./today.ts";
import type { Token } from "./tokens.ts";
import { blockers, fillers, units } from "./vocabulary.ts";

/** What a text holds about dates, in its order, and whether it says anything besides. */
export interface ScannedDates {
  items: DateItem[];
  /** There are words that stand for nothing we know. */
  hasUnknown: boolean;
}

/** Takes a text apart into what its words say of dates; known words around them are passed over. */
export function scanDates(tokens: readonly Token[], today: LocalDate): ScannedDates {
  const items: DateItem[] = [];
  let hasUnknown = false;
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index] as Token;
    const match = longestMatch(dateRules, dateClasses, tokens, index);
    if (match) items.push(...match.made(today));
    else if (token.kind === "calendar") items.push(readNumericDate(token.text, today));
    else {
      const left = leftOver(token);
      if (left === "unknown") hasUnknown = true;
      else if (left) items.push(left);
    }
    index += match?.length ?? 1;
  }
  return { items, hasUnknown };
}

/** What no rule takes up. A small number may be a day or an hour; a large one is an order's, or eight digits of a date. */
function leftOver({ text, kind, value }: Token): DateItem | "unknown" | undefined {
  if (value !== undefined) {
    if (value >= 1 && value <= 31) return { kind: "day", day: value, how: "bare" };
    const [, year, month, day] = /^(20\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
    const compact = dateOf(Number(year), Number(month), Number(day));
    if (compact) return { kind: "dates", dates: [compact] };
    return value === 0 || /^(?:19|20|21)\d\d$/.test(text) ? { kind: "block" } : "unknown";
  }
  const isBlock = blockers.has(text) || text.endsWith("n't") || (units.has(text) && !text.startsWith("day"));
  if (isBlock) return { kind: "block" };
  // A digit of another script: a number that we cannot weigh.
  if (/^\p{N}/u.test(text)) return { kind: "block" };
  return fillers.has(text) || kind === "sign" ? undefined : "unknown";
}
