import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines, diffText } from "#agents/setup/text-diff.ts";
import { diffWords } from "#agents/setup/word-diff.ts";

const lines = fc.array(fc.constantFrom("a", "b", "c", "", "a b"), { maxLength: 12 });

/** Straight from the definition: every choice is tried. */
function commonLength(one: readonly string[], other: readonly string[]): number {
  const [first, ...rest] = one;
  const [last, ...others] = other;
  if (first === undefined || last === undefined) return 0;
  if (first === last) return 1 + commonLength(rest, others);
  return Math.max(commonLength(rest, other), commonLength(one, others));
}

describe("diffLines", () => {
  it("reads as the old text without what was added, and as the new one without what was removed", () => {
    fc.assert(
      fc.property(lines, lines, (from, to) => {
        const diff = diffLines(from, to);
        expect(diff.filter(({ mark }) => mark !== "added").map(({ text }) => text)).toEqual(from);
        expect(diff.filter(({ mark }) => mark !== "removed").map(({ text }) => text)).toEqual(to);
      }),
    );
  });

  it("keeps as many lines as can be kept", () => {
    const short = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 7 });
    fc.assert(
      fc.property(short, short, (from, to) => {
        const kept = diffLines(from, to).filter(({ mark }) => mark === "same").length;
        expect(kept).toBe(commonLength(from, to));
      }),
    );
  });
});

describe("diffText", () => {
  it("is empty for equal texts", () => {
    expect(diffText("a\nb", "a\nb")).toEqual([]);
  });

  it("shows a new text as added lines alone", () => {
    expect(diffText("", "a\nb")).toEqual([
      { mark: "added", text: "a" },
      { mark: "added", text: "b" },
    ]);
  });

  it("shows two lines around a change and says how many it leaves out", () => {
    const numbers = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const changed = numbers.with(6, "other");
    expect(diffText(numbers.join("\n"), changed.join("\n"))).toEqual([
      { mark: "skip", text: "4" },
      { mark: "same", text: "line 4" },
      { mark: "same", text: "line 5" },
      { mark: "removed", text: "line 6" },
      { mark: "added", text: "other" },
      { mark: "same", text: "line 7" },
      { mark: "same", text: "line 8" },
      { mark: "skip", text: "3" },
    ]);
  });

  it("shows a line rather than that one line is left out", () => {
    expect(diffText("1\n2\n3\n4", "1\n2\n3\n5").map(({ text }) => text)).toEqual(["1", "2", "3", "4", "5"]);
  });
});

describe("diffWords", () => {
  it("marks the words that changed, and shortens what stayed", () => {
    const from = "one two three four five six seven eight nine ten";
    expect(diffWords(from, from.replace("nine", "neun zehn"))).toBe(
      "… three four five six seven eight [-nine-] {+neun zehn+} ten",
    );
  });

  it("gives up where most words are others", () => {
    expect(diffWords("one two three", "one zwei drei")).toBeUndefined();
  });
});
