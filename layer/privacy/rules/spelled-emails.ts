import { behindSpace, domainFrom, localBefore } from "../email-parts.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

const mostLabels = 4;
const brackets = /^[()[\]{}<>]$/;

/** "maria dot garcia at example dot com", "maria (at) example.com", "maria[at]example[dot]com" */
export const spelledEmails: Rule = ({ tokens, isFree, take }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    if (tokens[index]?.folded !== "at" || !isFree(index)) continue;
    const isBracketed = isBracket(tokens[index - 1]) && isBracket(tokens[index + 1]);
    const right = behindSpace(tokens, index + (isBracketed ? 2 : 1), 1);
    const left = behindSpace(tokens, index - (isBracketed ? 2 : 1), -1);
    const domain = domainFrom(tokens, right);
    const to = behindDots(tokens, domain.to, 1);
    const isSpelled = to > domain.to || (isBracketed && domain.hasDot);
    if (domain.to === right || !isSpelled) continue;
    const from = localBefore(tokens, behindDots(tokens, localBefore(tokens, left), -1));
    if (from <= left) take("email", from, to);
  }
};

/** Past every " dot " or "[.]" and the word behind it, in the direction of the step. */
function behindDots(tokens: readonly Token[], from: number, step: 1 | -1): number {
  let at = step > 0 ? from : from - 1;
  let end = from;
  for (let label = 0; label < mostLabels; label += 1) {
    const before = behindSpaceOrBracket(tokens, at, step);
    const isDot =
      tokens[before]?.folded === "dot" || (tokens[before]?.text === "." && isBracket(tokens[before - step]));
    const word = behindSpaceOrBracket(tokens, before + step, step);
    if (!isDot || before === at || !/^(?:word|digits)$/.test(tokens[word]?.kind ?? "")) break;
    at = word + step;
    end = step > 0 ? at : word;
  }
  return end;
}

function behindSpaceOrBracket(tokens: readonly Token[], at: number, step: 1 | -1): number {
  const space = behindSpace(tokens, at, step);
  return isBracket(tokens[space]) ? behindSpace(tokens, space + step, step) : space;
}

function isBracket(token: Token | undefined): boolean {
  return brackets.test(token?.text ?? "");
}
