import { type Token, tokenise } from "./tokens.ts";

/** Where the longest of the phrases that begin at a token ends (exclusive); undefined when none begins there. */
export type PhraseReader = (tokens: readonly Token[], index: number) => number | undefined;

/**
 * Phrases as they are written, in lower case and plain signs; between their words any white space may stand. A phrase
 * begins at a word's beginning.
 */
export function phrases(...list: readonly string[]): PhraseReader {
  const byFirst = new Map<string, string[][]>();
  for (const phrase of list) {
    const parts = tokenise(phrase).flatMap(({ kind, text }) => (kind === "space" ? [] : [text]));
    const [first = ""] = parts;
    byFirst.set(first, [...(byFirst.get(first) ?? []), parts]);
  }
  return (tokens, index) => {
    const candidates = byFirst.get(tokens[index]?.folded ?? "");
    if (candidates === undefined) return undefined;
    const ends = candidates.map((parts) => endOf(parts, tokens, index)).filter((end) => end !== undefined);
    return ends.length > 0 ? Math.max(...ends) : undefined;
  };
}

function endOf(parts: readonly string[], tokens: readonly Token[], index: number): number | undefined {
  let at = index;
  for (const part of parts) {
    if (at > index && tokens[at]?.kind === "space") at += 1;
    if (tokens[at]?.folded !== part) return undefined;
    at += 1;
  }
  return at;
}

/** Behind what may stand between a cue and its value: white space, `fillers`, and signs, at most `most` tokens. */
export function skip(
  tokens: readonly Token[],
  from: number,
  fillers: ReadonlySet<string>,
  most: number,
): number {
  let at = from;
  while (at < from + most && (tokens[at]?.kind === "space" || fillers.has(tokens[at]?.folded ?? ""))) at += 1;
  return at;
}

/** Whether one of the phrases begins within the `most` tokens before `index`. */
export function isBefore(
  reader: PhraseReader,
  tokens: readonly Token[],
  index: number,
  most: number,
): boolean {
  for (let at = Math.max(0, index - most); at < index; at += 1)
    if ((reader(tokens, at) ?? Infinity) <= index) return true;
  return false;
}
