import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIntervalCutter } from "#local/bedrock/guardrail-interval.ts";

describe("the interval cutter", () => {
  it("passes everything on in pieces of its size, the rest at the end", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), fc.integer({ min: 1, max: 80 }), (texts, size) => {
        const cutter = createIntervalCutter(size);
        const pieces = texts.flatMap(cutter.push);
        const rest = cutter.flush();

        expect([...pieces, ...rest].join("")).toBe(texts.join(""));
        expect(pieces.every(({ length }) => length === size)).toBe(true);
        expect(rest.every(({ length }) => length > 0 && length < size)).toBe(true);
      }),
    );
  });

  it("holds nothing after its end", () => {
    const cutter = createIntervalCutter(5);
    cutter.push("abc");
    cutter.flush();

    expect(cutter.flush()).toEqual([]);
  });
});
