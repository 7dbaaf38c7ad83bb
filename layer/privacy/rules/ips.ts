import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

/** Eight groups of up to four hexadecimal digits, which digits part from letters, and the colons between them. */
const mostTokens = 40;
const v6Signs = /^(?:[0-9a-f]{1,4}|:)$/;

/** IPv4 addresses in dotted form and IPv6 ones, whole or with a `::`. */
export const ips: Rule = ({ tokens, take }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    const to = v4End(tokens, index) ?? v6End(tokens, index);
    if (to === undefined) continue;
    take("ip", index, to);
    index = to - 1;
  }
};

function v4End(tokens: readonly Token[], index: number): number | undefined {
  const isTiedBefore = isTie(tokens[index - 1]) && tokens[index - 2]?.kind === "digits";
  if (tokens[index]?.kind !== "digits" || tokens[index + 1]?.text !== "." || isTiedBefore) return undefined;
  for (let group = 0; group < 4; group += 1) {
    const at = index + 2 * group;
    if (!/^\d{1,3}$/.test(tokens[at]?.text ?? "") || Number(tokens[at]?.text) > 255) return undefined;
    if (group < 3 && tokens[at + 1]?.text !== ".") return undefined;
  }
  const isTiedBehind = isTie(tokens[index + 7]) && tokens[index + 8]?.kind === "digits";
  return isTiedBehind ? undefined : index + 7;
}

/** More digits hang on it: the end of a phone number written with dots. */
function isTie(token: Token | undefined): boolean {
  return token?.text === "." || token?.text === "-";
}

function v6End(tokens: readonly Token[], index: number): number | undefined {
  if (!v6Signs.test(tokens[index]?.folded ?? "") || isV6Sign(tokens[index - 1])) return undefined;
  let to = index;
  while (to < index + mostTokens && isV6Sign(tokens[to])) to += 1;
  if (isV6Sign(tokens[to])) return undefined;
  const text = tokens
    .slice(index, to)
    .map(({ folded }) => folded)
    .join("");
  return isV6(text) ? to : undefined;
}

function isV6Sign(token: Token | undefined): boolean {
  return v6Signs.test(token?.folded ?? "");
}

/** Short ones of three groups, local ones of two: `::1` and `10::30` are no one's address. */
function isV6(text: string): boolean {
  const halves = text.split("::");
  const groups = halves.flatMap((half) => half.split(":").filter((group) => group !== ""));
  const isWhole = halves.length === 1 && text.split(":").length === 8;
  const least = /^f[cde]/.test(text) ? 2 : 3;
  const isShort = halves.length === 2 && groups.length >= least && groups.length <= 7;
  return (isWhole || isShort) && groups.every((group) => group.length <= 4);
}
