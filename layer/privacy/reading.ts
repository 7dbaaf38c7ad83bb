import type { Kind } from "./kinds.ts";
import type { Token } from "./tokens.ts";

/** A finding covers its tokens once; `kept` ones are harmless for sure, so that no later rule takes them. */
type Claim = { kind: Kind } | "kept";

/** One pass over a text: its tokens, and what has been claimed of them so far. The rule that comes first wins. */
export interface Reading {
  tokens: readonly Token[];
  /** Inside the text, no placeholder, and not claimed. */
  isFree(index: number): boolean;
  /** Claims what is still free of `[from, to)`. */
  take(kind: Kind, from: number, to: number): void;
  keep(from: number, to: number): void;
  /** What was found at a token; undefined for a free or kept one. Tokens of one finding hold the same object. */
  findingAt(index: number): { kind: Kind } | undefined;
}

export function startReading(tokens: readonly Token[]): Reading {
  const claims = new Array<Claim | undefined>(tokens.length);
  const isFree = (index: number): boolean => {
    const token = tokens[index];
    return token !== undefined && token.kind !== "placeholder" && claims[index] === undefined;
  };
  const claim = (by: Claim, from: number, to: number): void => {
    for (let index = from; index < to; index += 1) if (isFree(index)) claims[index] = by;
  };
  return {
    tokens,
    isFree,
    take: (kind, from, to) => claim({ kind }, from, to),
    keep: (from, to) => claim("kept", from, to),
    findingAt(index) {
      const found = claims[index];
      return found === "kept" ? undefined : found;
    },
  };
}
