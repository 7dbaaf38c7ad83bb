import type { Token } from "./tokens.ts";

const localSigns = new Set([
  ".",
  "_",
  "%",
  "+",
  "-",
  "'",
  "=",
  "&",
  "~",
  "#",
  "$",
  "!",
  "*",
  "/",
  "?",
  "^",
  "|",
]);
const mostTokens = 48;

/** Labels joined by dots; `hasDot` when it ends in a name of two letters and more. */
export function domainFrom(tokens: readonly Token[], from: number): { to: number; hasDot: boolean } {
  let to = from;
  let hasDot = false;
  for (let at = from; at < from + mostTokens; at += 1) {
    const token = tokens[at];
    if (token?.kind === "word" || token?.kind === "digits") {
      to = at + 1;
      hasDot = tokens[at - 1]?.text === "." && at > from && token.kind === "word" && token.text.length > 1;
    } else if (token?.text !== "." && token?.text !== "-" && token?.text !== "_") break;
  }
  return { to, hasDot };
}

/** The first token of the local part that ends at `last`; above `last` when there is none. */
export function localBefore(tokens: readonly Token[], last: number): number {
  if (tokens[last]?.text === '"') return quotedBefore(tokens, last);
  let from = last + 1;
  for (let at = last; at > last - mostTokens && at >= 0; at -= 1) {
    const { kind, text } = tokens[at] ?? {};
    if (kind === "word" || kind === "digits") from = at;
    else if (kind !== "sign" || !localSigns.has(text ?? "")) break;
  }
  return from;
}

/** A name in quotes may hold spaces. */
function quotedBefore(tokens: readonly Token[], last: number): number {
  for (let at = last - 1; at > last - mostTokens && at >= 0; at -= 1) if (tokens[at]?.text === '"') return at;
  return last + 1;
}

export function behindSpace(tokens: readonly Token[], at: number, step: 1 | -1): number {
  return tokens[at]?.kind === "space" ? at + step : at;
}
