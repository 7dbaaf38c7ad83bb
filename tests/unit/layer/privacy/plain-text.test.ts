import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainTextOf } from "#layer/privacy/plain-text.ts";

describe("plainTextOf", () => {
  it.each([
    ["full-width", "４１１１", "4111"],
    ["Arabic-Indic", "٤١١١", "4111"],
    ["extended Arabic-Indic", "۴۱۱۱", "4111"],
    ["Devanagari", "४१११", "4111"],
    ["bold", "\u{1d7d2}\u{1d7cf}", "41"],
    ["monospaced", "\u{1d7fa}\u{1d7f7}", "41"],
    ["circled", "④①", "41"],
    ["keycap", "4\ufe0f\u20e31\ufe0f\u20e3", "41"],
  ])("reads %s digits", (_, written, plain) => {
    expect(plainTextOf(written).text).toBe(plain);
  });

  it.each([
    ["zero-width signs", "4\u200b1\u200c1\u2060\ufeff1", "4111"],
    ["soft hyphens", "4\u00ad1", "41"],
    ["bidi controls", "\u202e41\u202c", "41"],
    ["control signs", "4\u00001\u00081", "411"],
    ["accents", "José Müller", "Jose Muller"],
    ["combining accents", "Jose\u0301", "Jose"],
    ["long dashes", "555–0142—1", "555-0142-1"],
    ["odd spaces", "4\u00a01\u20091", "4 1 1"],
    ["full-width signs", "ａ＠ｂ．ｃ", "a@b.c"],
    ["curly apostrophes", "I’m", "I'm"],
  ])("folds %s", (_, written, plain) => {
    expect(plainTextOf(written).text).toBe(plain);
  });

  it.each([
    ["&#52;&#49;", "41"],
    ["&#x34;&#X31", "41"],
    ["&amp;#52;", "4"],
    ["a&commat;b&period;c", "a@b.c"],
    ["a%40b%2Ec", "a@b.c"],
    ["a&nbsp;b", "a b"],
    ["&unknown; & 100%", "&unknown; & 100%"],
    ["&#0;&#x110000;", ""],
  ])("decodes %s", (written, plain) => {
    expect(plainTextOf(written).text).toBe(plain);
  });

  it("keeps fractions apart from the digits before them", () => {
    expect(plainTextOf("36½").text).toBe("36½");
  });

  it("knows for every unit which part of the original it stands for", () => {
    const text = fc.array(fc.constantFrom(..."aé4٤４\u200b½", "&#52;", "%40", "\u{1d7d2}", "ﬁ"), {
      maxLength: 60,
    });

    fc.assert(
      fc.property(text, (signs) => {
        const original = signs.join("");
        const { text: plain, starts, ends } = plainTextOf(original);
        expect([starts.length, ends.length]).toEqual([plain.length, plain.length]);
        for (const [unit, start] of starts.entries()) {
          expect(start).toBeGreaterThanOrEqual(starts[unit - 1] ?? 0);
          expect(plainTextOf(original.slice(start, ends[unit])).text).toContain(plain[unit]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
