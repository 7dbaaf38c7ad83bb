import { ordinaryWords } from "./ordinary-words.ts";
import type { Reading } from "./reading.ts";
import type { Token } from "./tokens.ts";

const particles = new Set(
  "van von der den de del della di da dos du la le al el bin ibn ter ten y".split(" "),
);
const mostWords = 5;
const mostSteps = 8;

/** A word that may be part of a name: a capital and small letters (McKay too), and not one of ours. */
export function isNameWord(token: Token | undefined): boolean {
  return token?.kind === "word" && hasNameForm(token.text) && !ordinaryWords.has(token.folded);
}

/** A word that a sure cue makes a name whatever its letters. */
export function isAnyNameWord(token: Token | undefined): boolean {
  return token?.kind === "word" && !ordinaryWords.has(token.folded);
}

function hasNameForm(text: string): boolean {
  return /^\p{Lu}(?:\p{Lu}?\p{Ll}|$)/u.test(text) || /^\p{Lo}{2,}$/u.test(text);
}

/**
 * The name whose first word stands at `from`: up to five words, joined by white space, dashes, apostrophes, and dots
 * after initials; particles (van, de) in small letters between them. `from` itself and no words when none begins there.
 */
export function nameFrom(
  { tokens, isFree }: Reading,
  from: number,
  isPart: (token: Token | undefined) => boolean,
): { to: number; words: number } {
  let to = from;
  let words = 0;
  let at = from;
  for (let step = 0; step < mostSteps && words < mostWords; step += 1) {
    if (!isFree(at) || !isPart(tokens[at])) {
      if (words === 0 || !particles.has(tokens[at]?.folded ?? "") || tokens[at + 1]?.kind !== "space") break;
      at += 2;
      continue;
    }
    words += 1;
    to = at + 1;
    at = behindJoint(tokens, at);
    if (at === to) break;
  }
  return { to, words };
}

/** Where the next word of a name may stand; directly behind when nothing joins. */
function behindJoint(tokens: readonly Token[], word: number): number {
  const isInitial = tokens[word]?.text.length === 1;
  const at = isInitial && tokens[word + 1]?.text === "." ? word + 2 : word + 1;
  const joint = tokens[at];
  if (joint?.kind === "space" && joint.text.length <= 2) return at + 1;
  return /^[-']$/.test(joint?.text ?? "") && tokens[at + 1]?.kind === "word" ? at + 1 : word + 1;
}
