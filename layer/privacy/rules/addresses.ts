import { addressTail } from "../address-tail.ts";
import { ordinaryWords } from "../ordinary-words.ts";
import { phrases, skip } from "../phrases.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

const streets = new Set(
  "street st avenue ave road rd lane ln boulevard blvd terrace parkway pkwy highway hwy trl crescent turnpike expressway drive dr strasse calle rue".split(
    " ",
  ),
);
/** Words of the language too, so they need their capital. */
const maybeStreets = new Set(
  "court ct way place pl circle cir trail square sq loop alley row close path pike plaza".split(" "),
);
/** These stand before the street's name. */
const leadingStreets = new Set("rue calle via avenida av rua ul ulica strada viale piazza avenue".split(" "));
const ordinals = new Set(["st", "nd", "rd", "th"]);
const mostNameWords = 4;
const longestHouseNumber = 6;

const box = phrases(
  "po box",
  "p.o. box",
  "p. o. box",
  "psc",
  "box",
  "apt",
  "apt.",
  "apartment",
  "suite",
  "ste",
  "unit",
  "flat",
);
const cue = phrases(
  ...[
    "live at",
    "lives at",
    "live on",
    "lives on",
    "lived in",
    "live in",
    "lives in",
    "located at",
    "located on",
  ],
  ...[
    "address is",
    "address:",
    "address was",
    "my address",
    "new address",
    "i moved to",
    "meet me at",
    "zip code is",
  ],
  ...["zip is", "zip:", "zip code:", "postal code is", "postcode is", "postcode:", "my zip"],
);
const mostFillers = 6;
const fillers = new Set([":", ",", "is", "the", "at", "to", "-", "(", "in", "on", "code"]);

/**
 * Street addresses: a house number and a street, a number, capital words and another number as other countries write
 * them, boxes and units, and what follows a word for an address; each with the town, state and zip code behind it.
 */
export const addresses: Rule = (reading) => {
  const { tokens, isFree, take } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    if (!isFree(index)) continue;
    const to = streetEnd(tokens, index) ?? foreignEnd(tokens, index) ?? boxEnd(tokens, index);
    if (to !== undefined) take("address", index, addressTail(reading, to));
  }
  for (let index = 0; index < tokens.length; index += 1) {
    const cueEnd = cue(tokens, index);
    if (cueEnd === undefined) continue;
    const from = skip(tokens, cueEnd, fillers, mostFillers);
    const end = addressTail(reading, from);
    if (tokens.slice(from, end).some(({ kind }) => kind === "digits")) take("address", from, end);
  }
};

/** 12 Oak Street, 1200 NW 5th Ave, 12B Elm Ct */
function streetEnd(tokens: readonly Token[], index: number): number | undefined {
  if (!isHouseNumber(tokens, index)) return undefined;
  let at = index + 1;
  if (tokens[at]?.kind === "word") at += 1;
  for (let words = 0; words <= mostNameWords; words += 1) {
    if (tokens[at]?.kind !== "space") return undefined;
    at += 1;
    const token = tokens[at];
    const isStreet =
      streets.has(token?.folded ?? "") || (maybeStreets.has(token?.folded ?? "") && isCapital(token));
    if (isStreet && words > 0) return at + 1;
    if (words === 0 && leadingStreets.has(token?.folded ?? "") && tokens[at + 1]?.kind === "space")
      return at + 1;
    if (token?.kind === "digits" && ordinals.has(tokens[at + 1]?.folded ?? "")) at += 2;
    else if (token?.kind === "word" && (words === 0 || !ordinaryWords.has(token.folded) || isCapital(token)))
      at += tokens[at + 1]?.text === "." ? 2 : 1;
    else return undefined;
    if (words === 0 && ordinaryWords.has(token?.folded ?? "") && !isCapital(token)) return undefined;
  }
  return undefined;
}

/** 28245 Puruntie 82 */
function foreignEnd(tokens: readonly Token[], index: number): number | undefined {
  if (!isHouseNumber(tokens, index) || (tokens[index]?.text.length ?? 0) < 2) return undefined;
  let at = index + 1;
  for (let words = 0; words <= mostNameWords; words += 1) {
    if (tokens[at]?.kind !== "space") return undefined;
    at += 1;
    const token = tokens[at];
    if (words > 0 && token?.kind === "digits" && token.text.length <= longestHouseNumber) return at + 1;
    const isPart = token?.kind === "word" && !ordinaryWords.has(token.folded);
    if (!isPart || !(isCapital(token) || tokens[at + 1]?.text === "." || words > 0)) return undefined;
    at += tokens[at + 1]?.text === "." ? 2 : 1;
  }
  return undefined;
}

/** PO Box 12, Apt. 4, Unit B */
function boxEnd(tokens: readonly Token[], index: number): number | undefined {
  const cueEnd = box(tokens, index);
  if (cueEnd === undefined || tokens[index - 1]?.kind === "word") return undefined;
  const at = skip(tokens, cueEnd, new Set(["#", "."]), 3);
  const token = tokens[at];
  const isNumber = token?.kind === "digits" || (token?.kind === "word" && /^[A-Z]$/.test(token.text));
  if (!isNumber) return undefined;
  return /^[A-Za-z]$/.test(tokens[at + 1]?.text ?? "") ? at + 2 : at + 1;
}

function isHouseNumber(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  const isTied = /^[-./:$#]$/.test(tokens[index - 1]?.text ?? "") || tokens[index - 1]?.kind === "word";
  return token?.kind === "digits" && token.text.length <= longestHouseNumber && !isTied;
}

function isCapital(token: Token | undefined): boolean {
  return token?.kind === "word" && token.text !== token.folded;
}
