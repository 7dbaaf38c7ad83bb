import type { DiffLine } from "./plan-types.ts";
import { diffLines } from "./text-diff.ts";

/** Unchanged words shown around a change. */
const context = 6;

/**
 * What changed within a line of prose, in git's writing: `kept [-old-]{+new+} kept`, long kept stretches as `…`.
 * Undefined where less than half of the words stayed: then two lines are easier to read.
 */
export function diffWords(from: string, to: string): string | undefined {
  const [old, fresh] = [from.split(" "), to.split(" ")];
  const words = diffLines(old, fresh);
  const kept = words.filter(({ mark }) => mark === "same").length;
  if (kept * 2 < Math.max(old.length, fresh.length)) return undefined;
  const runs = runsOf(words);
  return runs.map((run, index) => printRun(run, index === 0, index === runs.length - 1)).join(" ");
}

interface Run {
  mark: DiffLine["mark"];
  words: string[];
}

function runsOf(words: readonly DiffLine[]): Run[] {
  const runs: Run[] = [];
  for (const { mark, text } of words) {
    const last = runs.at(-1);
    if (last?.mark === mark) last.words.push(text);
    else runs.push({ mark, words: [text] });
  }
  return runs;
}

function printRun({ mark, words }: Run, isFirst: boolean, isLast: boolean): string {
  const text = words.join(" ");
  if (mark === "removed") return `[-${text}-]`;
  if (mark === "added") return `{+${text}+}`;
  const before = isFirst ? 0 : context;
  const after = isLast ? 0 : context;
  if (words.length <= before + after + 1) return text;
  return [...words.slice(0, before), "…", ...words.slice(words.length - after)].join(" ");
}
