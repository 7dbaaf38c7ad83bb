import type { Token } from "./tokens.ts";

/**
 * A tiny language for phrases. A pattern is a row of elements, parted by blanks: words (`next|coming`) or a class in
 * capitals (`MONTH`), which yields a number; `?` behind one makes it optional.
 */
interface Element {
  words: ReadonlySet<string> | undefined;
  className: string;
  optional: boolean;
}

/** Reads one thing at a place; undefined when it is not there. */
export type ClassReader = (
  tokens: readonly Token[],
  index: number,
) => { value: number; length: number } | undefined;

export interface Rule<Made> {
  elements: readonly Element[];
  make: (...values: number[]) => Made;
}

export function rule<Made>(pattern: string, make: (...values: number[]) => Made): Rule<Made> {
  const elements = pattern.split(" ").map((text): Element => {
    const optional = text.endsWith("?");
    const name = optional ? text.slice(0, -1) : text;
    const isClass = /^[A-Z]/.test(name);
    return { words: isClass ? undefined : new Set(name.split("|")), className: name, optional };
  });
  return { elements, make };
}

/** The rule that takes up the most tokens from `index` on, the earlier of two equal ones; undefined when none fits. */
export function longestMatch<Made>(
  rules: readonly Rule<Made>[],
  classes: Readonly<Record<string, ClassReader>>,
  tokens: readonly Token[],
  index: number,
): { made: Made; length: number } | undefined {
  let best: { rule: Rule<Made>; values: number[]; end: number } | undefined;
  for (const candidate of rules) {
    const found = matchFrom(candidate.elements, 0, classes, tokens, index);
    if (found && found.end > (best?.end ?? index)) best = { rule: candidate, ...found };
  }
  return best && { made: best.rule.make(...best.values), length: best.end - index };
}

/** Depth is the pattern's length and optional elements are few, so the work at one place has a fixed bound. */
function matchFrom(
  elements: readonly Element[],
  at: number,
  classes: Readonly<Record<string, ClassReader>>,
  tokens: readonly Token[],
  index: number,
): { values: number[]; end: number } | undefined {
  const element = elements[at];
  if (element === undefined) return { values: [], end: index };
  const read = readElement(element, classes, tokens, index);
  if (read) {
    const rest = matchFrom(elements, at + 1, classes, tokens, index + read.length);
    if (rest) return { values: [...read.values, ...rest.values], end: rest.end };
  }
  return element.optional ? matchFrom(elements, at + 1, classes, tokens, index) : undefined;
}

function readElement(
  { words, className }: Element,
  classes: Readonly<Record<string, ClassReader>>,
  tokens: readonly Token[],
  index: number,
): { values: number[]; length: number } | undefined {
  const token = tokens[index];
  if (token === undefined) return undefined;
  if (words) return words.has(token.text) ? { values: [], length: 1 } : undefined;
  const read = classes[className]?.(tokens, index);
  return read && { values: [read.value], length: read.length };
}
