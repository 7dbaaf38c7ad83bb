import type { DiffLine } from "./plan-types.ts";

/** Unchanged lines shown before and after a change. */
const context = 2;

/**
 * The difference of two texts by lines, as few changed lines as possible, removed before added; long unchanged stretches
 * become one `skip`. Empty for equal texts; an empty text has no line.
 */
export function diffText(from: string, to: string): DiffLine[] {
  return from === to ? [] : withoutLongStretches(diffLines(linesOf(from), linesOf(to)));
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

/** Every line of both, in order: without `removed` it reads as `to`, without `added` as `from`. */
export function diffLines(from: readonly string[], to: readonly string[]): DiffLine[] {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  while (end < from.length - start && end < to.length - start && from.at(-1 - end) === to.at(-1 - end)) end++;
  return [
    ...mark("same", to.slice(0, start)),
    ...diffMiddle(from.slice(start, from.length - end), to.slice(start, to.length - end)),
    ...mark("same", to.slice(to.length - end)),
  ];
}

/** By the longest common subsequence: instructions are hundreds of lines, so the plain table does. */
function diffMiddle(from: readonly string[], to: readonly string[]): DiffLine[] {
  const common = commonLengths(from, to);
  const at = (row: number, column: number) => common[row * (to.length + 1) + column] ?? 0;
  const lines: DiffLine[] = [];
  let row = 0;
  let column = 0;
  while (row < from.length || column < to.length) {
    const [old, fresh] = [from[row], to[column]];
    if (old !== undefined && old === fresh) {
      lines.push({ mark: "same", text: old });
      row++;
      column++;
    } else if (old !== undefined && (fresh === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ mark: "removed", text: old });
      row++;
    } else if (fresh !== undefined) {
      lines.push({ mark: "added", text: fresh });
      column++;
    }
  }
  return lines;
}

/** At [row, column]: how many lines the rests of both have in common, in order. Row by row, one longer than each text. */
function commonLengths(from: readonly string[], to: readonly string[]): Uint32Array {
  const width = to.length + 1;
  const lengths = new Uint32Array((from.length + 1) * width);
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      const here = row * width + column;
      lengths[here] =
        from[row] === to[column]
          ? (lengths[here + width + 1] ?? 0) + 1
          : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  return lengths;
}

function mark(mark: DiffLine["mark"], texts: readonly string[]): DiffLine[] {
  return texts.map((text) => ({ mark, text }));
}

function withoutLongStretches(lines: readonly DiffLine[]): DiffLine[] {
  const shown: DiffLine[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.mark !== "same") {
      shown.push(line);
      index++;
      continue;
    }
    let end = index;
    while (lines[end]?.mark === "same") end++;
    const before = index === 0 ? 0 : context;
    const after = end === lines.length ? 0 : context;
    shown.push(...shorten(lines.slice(index, end), before, after));
    index = end;
  }
  return shown;
}

function shorten(stretch: readonly DiffLine[], before: number, after: number): DiffLine[] {
  const skipped = stretch.length - before - after;
  if (skipped <= 1) return [...stretch];
  return [
    ...stretch.slice(0, before),
    { mark: "skip", text: String(skipped) },
    ...stretch.slice(stretch.length - after),
  ];
}
