import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "#layer/audit/canonical-json.ts";

const scalar = fc.oneof(fc.string({ unit: "binary" }), fc.maxSafeInteger(), fc.boolean());
const record = fc.dictionary(fc.string({ unit: "binary" }), scalar);

describe("canonicalJson", () => {
  it("gives one text, whatever the order in which the members came", () => {
    fc.assert(
      fc.property(record, fc.infiniteStream(fc.nat()), (one, order) => {
        const shuffled = Object.entries(one)
          .map((entry) => ({ entry, at: order.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry);

        expect(canonicalJson(Object.fromEntries(shuffled))).toBe(canonicalJson(one));
      }),
    );
  });

  it("gives two texts for two records", () => {
    fc.assert(
      fc.property(record, record, (one, other) => {
        const isSame = canonicalJson(one) === canonicalJson(other);

        expect(isSame).toBe(
          JSON.stringify(Object.entries(one).sort(byKey)) ===
            JSON.stringify(Object.entries(other).sort(byKey)),
        );
      }),
    );
  });

  it("writes JSON that reads as the record", () => {
    expect(canonicalJson({ b: "ü\n", a: 2, c: true, "": "\ud800" })).toBe(
      '{"":"\\ud800","a":2,"b":"ü\\n","c":true}',
    );
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a fraction", 1.5],
    ["no number", Number.NaN],
    ["a number past the safe ones", 2 ** 53],
    ["a list", []],
    ["a record", {}],
    ["a set", new Set(["1"])],
    ["bytes", new Uint8Array(2)],
    ["a bigint", 1n],
  ])("refuses %s, which has no one text", (_, value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });
});

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
