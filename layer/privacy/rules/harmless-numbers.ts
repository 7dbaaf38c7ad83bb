import { phrases, skip } from "../phrases.ts";
import type { Rule } from "../rule.ts";
import { type Token, tokenise } from "../tokens.ts";
import { dateAt } from "../written-dates.ts";

const mostSteps = 4;
const fillers = new Set(["_", "number", "numbers", "no", "id", "is", "#", ":", ".", "("]);
const reference = phrases(
  ...[
    "order",
    "orders",
    "project",
    "projects",
    "job",
    "jobs",
    "reference",
    "po",
    "invoice",
    "quote",
    "sku",
    "model",
    "item",
  ],
);
const longestReference = 9;
const listSigns = new Set([",", "and", "or", "&"]);
const mostListed = 8;

/** Dates, times, prices and amounts: what scheduling is about, however many digits it has. */
export const keepDatesAndAmounts: Rule = ({ tokens, keep }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    const to = dateAt(tokens, index)?.to ?? timeEnd(tokens, index) ?? amountEnd(tokens, index);
    if (to === undefined) continue;
    keep(index, to);
    index = to - 1;
  }
};

/**
 * Order numbers, by their forms (`74356-1`, `949_CLIENT_1794490153`) or by the word before them; and what the session says is shown anyway. Runs
 * after cards and social security numbers: no word makes those harmless.
 */
export const keepReferences: Rule = ({ tokens, isFree, keep }, { kept = [] }) => {
  const shown = new Set(kept.flatMap((value) => tokenise(value).map(({ text }) => text)));
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind === "digits" && isFree(index)) {
      if (shown.has(token.text)) keep(index, index + 1);
      else if (isOrderNumber(tokens, index)) keep(index, index + 3);
      else if (isOfficeNumber(tokens, index)) keep(index, index + 5);
    }
    const cueEnd = reference(tokens, index);
    if (cueEnd === undefined) continue;
    let at = skip(tokens, cueEnd, fillers, mostSteps);
    for (let listed = 0; listed < mostListed && isReference(tokens, at); listed += 1) {
      const to = isOfficeNumber(tokens, at) ? at + 5 : at + 1;
      keep(at, to);
      at = skip(tokens, to, listSigns, mostSteps);
    }
  }
};

function isReference(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  return token?.kind === "digits" && token.text.length <= longestReference && !goesOn(tokens, at);
}

/** `74356-1`, and no digits tied to either end. */
function isOrderNumber(tokens: readonly Token[], index: number): boolean {
  const [order, dash, line] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (order?.text.length !== 5 || dash?.text !== "-" || line?.kind !== "digits") return false;
  return line.text.length <= 2 && !/[-./]/.test(tokens[index - 1]?.text ?? "") && !goesOn(tokens, index + 2);
}

/** PF360's own numbers where an office has no other: `{office}_{client}_{when}`. */
function isOfficeNumber(tokens: readonly Token[], index: number): boolean {
  const [office, first, client, second, when] = tokens.slice(index, index + 5);
  if (!office || office.text.length > 6 || first?.text !== "_" || second?.text !== "_") return false;
  const isClient = client?.kind === "word" && /^[A-Z0-9]{2,20}$/.test(client.text);
  return isClient && when?.kind === "digits" && tokens[index - 1]?.text !== "_" && !goesOn(tokens, index + 4);
}

function goesOn(tokens: readonly Token[], index: number): boolean {
  return /^[-./ ]$/.test(tokens[index + 1]?.text ?? "") && tokens[index + 2]?.kind === "digits";
}

function timeEnd(tokens: readonly Token[], index: number): number | undefined {
  const [hour, colon, minute] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (hour?.kind !== "digits" || colon?.text !== ":" || tokens[index - 1]?.text === ":") return undefined;
  if (hour.text.length > 2 || Number(hour.text) > 24 || !isSixtieth(minute)) return undefined;
  const hasSeconds = tokens[index + 3]?.text === ":" && isSixtieth(tokens[index + 4]);
  const to = hasSeconds ? index + 5 : index + 3;
  return tokens[to]?.text === ":" && tokens[to + 1]?.kind !== "space" ? undefined : to;
}

function isSixtieth(token: Token | undefined): boolean {
  return token?.kind === "digits" && token.text.length === 2 && Number(token.text) < 60;
}

/** `$1,234.50` and `12,000`: thousands in threes, at most billions. */
function amountEnd(tokens: readonly Token[], index: number): number | undefined {
  const isPrice = tokens[index]?.text === "$";
  const first = isPrice ? index + (tokens[index + 1]?.kind === "space" ? 2 : 1) : index;
  const digits = tokens[first];
  if (digits?.kind !== "digits" || digits.text.length > (isPrice ? 6 : 3)) return undefined;
  // The end of a longer number, as in 4,111,111,111,111,111: no one's price, but it may be someone's card.
  if (tokens[index - 1]?.text === "," && tokens[index - 2]?.kind === "digits") return undefined;
  let to = first + 1;
  for (let group = 0; group < 3 && isThousands(tokens, to); group += 1) to += 2;
  const hasThousands = to > first + 1;
  if (tokens[to]?.text === "." && /^\d{2}$/.test(tokens[to + 1]?.text ?? "")) to += 2;
  const isTied = /^[-,./]$/.test(tokens[to]?.text ?? "") && tokens[to + 1]?.kind === "digits";
  return (isPrice || hasThousands) && !isTied ? to : undefined;
}

function isThousands(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === "," && /^\d{3}$/.test(tokens[at + 1]?.text ?? "");
}
