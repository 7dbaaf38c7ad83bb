import { isNameWord, nameFrom } from "../name-words.ts";
import type { Reading } from "../reading.ts";
import type { Rule } from "../rule.ts";

/** At a sentence's beginning every word has a capital, so one alone needs one of these, or another name, behind it. */
const doings = new Set("said says told asked lives called shouted wants is was will had has and".split(" "));
const shortestAlone = 3;

/** Names by their capitals: two and more such words in a row, or one where a sentence would not put a capital. */
export const writtenNames: Rule = (reading) => {
  const { tokens, isFree, take } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    if (!isFree(index) || !isNameWord(tokens[index])) continue;
    const { to, words } = nameFrom(reading, index, isNameWord);
    if (words > 1 || isNameAlone(reading, index)) take("name", index, to);
    index = Math.max(to, index + 1) - 1;
  }
};

function isNameAlone({ tokens }: Reading, index: number): boolean {
  if ((tokens[index]?.text.length ?? 0) < shortestAlone) return false;
  const before = tokens[index - 1]?.kind === "space" ? tokens[index - 2] : tokens[index - 1];
  const isWithinSentence = before?.kind === "word" || before?.text === "," || before?.kind === "placeholder";
  if (isWithinSentence && !tokens[index - 1]?.text.includes("\n")) return true;
  const [next, other] = [tokens[index + 1], tokens[index + 2]];
  if (next?.text === "," && isNameWord(tokens[index + 3])) return true;
  return (next?.text === "'" && other?.folded === "s") || doings.has(other?.text ?? "");
}
