import { behindSpace, domainFrom, localBefore } from "../email-parts.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

/** Mail addresses, also with white space around the `@` when a domain with a dot follows. */
export const emails: Rule = ({ tokens, isFree, take }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    if (tokens[index]?.text !== "@" || !isFree(index)) continue;
    const place = aroundSign(tokens, index);
    if (place) take("email", place.from, place.to);
  }
};

function aroundSign(tokens: readonly Token[], index: number): { from: number; to: number } | undefined {
  const right = behindSpace(tokens, index + 1, 1);
  const { to, hasDot } = domainFrom(tokens, right);
  if (to === right) return undefined;
  const left = behindSpace(tokens, index - 1, -1);
  const from = localBefore(tokens, left);
  const isAttached = right === index + 1 && left === index - 1;
  return from <= left && (hasDot || (isAttached && (tokens[right]?.text.length ?? 0) > 1))
    ? { from, to }
    : undefined;
}
