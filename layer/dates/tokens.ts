import { cardinalWords, ordinalWords } from "./vocabulary.ts";

/** One word, number or sign of what a customer wrote, in lower case. */
export interface Token {
  text: string;
  kind: "word" | "number" | "calendar" | "clock" | "sign";
  /** Of a number, in digits or in words. */
  value?: number;
  /** `3rd`, `third`. */
  ordinal?: boolean;
  /** Written as a word. */
  spelled?: boolean;
}

/** Every alternative is bounded or a plain run, so a text is cut in one pass whatever it holds. */
const piece = new RegExp(
  [
    String.raw`(?<calendar>\d{4}([-/.])\d{1,2}\2\d{1,2}(?!\d)(?:t\d{2}:\d{2}[\d:.]{0,16}(?:z|[-+]\d{2}:?\d{2})?)?`,
    String.raw`|\d{1,2}([-/.])\d{1,2}\3(?:\d{4}|\d{2})(?!\d)|\d{1,2}/\d{1,2}(?![\d/]))`,
    String.raw`|(?<clock>\d{1,2}(?:[:h]\d{2}(?::\d{2}(?:\.\d{1,3})?)?|\.\d{2})(?!\d))`,
    String.raw`|(?<digits>\d+)(?:(?<suffix>st|nd|rd|th)(?!\p{L}))?`,
    String.raw`|(?<word>\p{L}+(?:'\p{L}+)*)`,
    String.raw`|(?<sign>[-/&+@#%\p{Sc}\p{N}])`,
  ].join(""),
  "gu",
);

/**
 * Cuts a text into tokens; other signs than the few that join dates are left out. Undefined when the text is empty or
 * longer than `longest`: half a sentence must not be read as a whole one.
 */
export function tokenise(text: string, longest: number): Token[] | undefined {
  if (text.length > longest) return undefined;
  const normal = normalise(text);
  if (normal === "" || normal.length > 2 * longest) return undefined;
  return joinNumberWords(Array.from(normal.matchAll(piece), ({ groups = {} }) => tokenOf(groups)));
}

/** Full-width digits, odd white space, curly quotes, long dashes and invisible signs become plain ones. */
function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}/gu, "")
    .replace(/[‐-―−]/g, "-")
    .replace(/[‘’ʼ´`]/g, "'")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/(?<!\p{L})([ap])\.? ?m(?!\p{L})/gu, "$1m")
    .replace(/(?<!\p{L})o ?'? ?clock/gu, "oclock")
    .replace(/(?<!\d)2morrow/g, "tomorrow")
    .trim();
}

function tokenOf(groups: Partial<Record<string, string>>): Token {
  const { calendar, clock, digits, suffix, word, sign = "" } = groups;
  if (calendar !== undefined) return { text: calendar, kind: "calendar" };
  if (clock !== undefined) return { text: clock, kind: "clock" };
  if (digits !== undefined)
    return { text: digits, kind: "number", value: Number(digits), ...(suffix && { ordinal: true }) };
  if (word === undefined) return { text: sign, kind: "sign" };
  const cardinal = cardinalWords.get(word);
  const ordinal = ordinalWords.get(word);
  if (cardinal !== undefined) return { text: word, kind: "number", value: cardinal, spelled: true };
  if (ordinal !== undefined)
    return { text: word, kind: "number", value: ordinal, spelled: true, ordinal: true };
  return { text: word, kind: "word" };
}

/** `twenty`, `first` becomes the one number 21; a hyphen between them is dropped. */
function joinNumberWords(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    const gap = tokens[index + 1]?.text === "-" ? 2 : 1;
    const ones = tokens[index + gap];
    const tens = token.value ?? 0;
    const fits = token.spelled && !token.ordinal && tens >= 20 && ones?.spelled === true;
    if (fits && ones.value !== undefined && ones.value > 0 && ones.value < 10) {
      joined.push({ ...ones, text: `${token.text} ${ones.text}`, value: tens + ones.value });
      index += gap;
    } else joined.push(token);
  }
  return joined;
}
