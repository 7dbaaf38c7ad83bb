import type { Reading } from "./reading.ts";
import type { Token } from "./tokens.ts";

/** Digits that belong together although signs or white space stand between them, as in a phone or card number. */
export interface DigitChain {
  /** The tokens of the groups of digits, in order. */
  groups: readonly number[];
  /** How many digits. */
  length: number;
}

/** Between two groups: at most three of these. A comma joins only by itself, or a list of numbers were one. */
const joiners = new Set(["-", ".", "/", "(", ")", "+", "_", "*", "\\", "|"]);
const mostJoiners = 3;

/** The chains of the free digits, first to last; a lone group is a chain of one. */
export function digitChains({ tokens, isFree }: Reading): DigitChain[] {
  const chains: { groups: number[]; length: number }[] = [];
  let reach = -1;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token?.kind !== "digits" || !isFree(index)) continue;
    const chain = chains.at(-1);
    if (chain && index === reach) {
      chain.groups.push(index);
      chain.length += token.text.length;
    } else chains.push({ groups: [index], length: token.text.length });
    reach = nextGroup(tokens, isFree, index);
  }
  return chains;
}

/** The digits of some groups of a chain, without what joins them. */
export function digitsOf(tokens: readonly Token[], groups: readonly number[]): string {
  return groups.map((group) => tokens[group]?.text ?? "").join("");
}

function nextGroup(tokens: readonly Token[], isFree: (index: number) => boolean, index: number): number {
  if (tokens[index + 1]?.text === "," && tokens[index + 2]?.kind === "digits") return index + 2;
  for (let at = index + 1; at <= index + 1 + mostJoiners && isFree(at); at += 1) {
    const token = tokens[at];
    if (token?.kind === "digits") return at;
    if (token?.kind !== "space" && !joiners.has(token?.text ?? "")) return -1;
  }
  return -1;
}
