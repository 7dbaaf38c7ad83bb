import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

const [shortest, longest] = [15, 34];
/** Groups of four, each of which digits may part from letters, and what stands between them. */
const mostTokens = 48;

/** International bank account numbers with the right check digits (ISO 13616), in one piece or in groups. */
export const ibans: Rule = ({ tokens, isFree, take }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    const beginsLikeOne = tokens[index]?.text.length === 2 && tokens[index]?.kind === "word";
    if (!beginsLikeOne || !/^\d{2}/.test(tokens[index + 1]?.text ?? "")) continue;
    const to = endOf(tokens, isFree, index);
    if (to !== undefined) take("iban", index, to);
  }
};

function endOf(
  tokens: readonly Token[],
  isFree: (index: number) => boolean,
  index: number,
): number | undefined {
  let text = "";
  let best: number | undefined;
  for (let at = index; at < index + mostTokens && isFree(at); at += 1) {
    const token = tokens[at];
    if (token?.kind === "word" || token?.kind === "digits") text += token.folded;
    else if (token?.kind !== "space" && token?.text !== "-") break;
    if (text.length > longest) break;
    if (text.length >= shortest && hasCheckDigits(text)) best = at + 1;
  }
  return best;
}

function hasCheckDigits(text: string): boolean {
  if (!/^[a-z]{2}\d{2}[a-z0-9]+$/.test(text)) return false;
  let remainder = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
