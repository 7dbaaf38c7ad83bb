import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteChunker, wholeText } from "#local/bedrock/chunk-bytes.ts";

function chunksOf(pieces: readonly string[]): Uint8Array[] {
  const chunker = createByteChunker();
  return [...pieces.flatMap((piece) => chunker.push(piece)), ...chunker.flush()];
}

describe("the byte chunker", () => {
  it("gives back the text's bytes, however it is cut, even within a surrogate pair", () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "ü", "日", "👋", "🏽") });
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (whole, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b)];
        const pieces = places.map((place, index) => whole.slice(place, places[index + 1]));

        const bytes = Buffer.concat(chunksOf(pieces));

        expect(bytes.toString("utf8")).toBe(whole);
      }),
    );
  });

  it("cuts within the first character of several bytes, and never makes an empty chunk", () => {
    const lengths = chunksOf(["plain", "", "zwölf Bäume"]).map(({ length }) => length);

    expect(lengths).toEqual([5, 3, 10]);
  });
});

describe("wholeText", () => {
  it("is one chunk, up to the service's limit", () => {
    expect(wholeText("schön")).toHaveLength(1);
    expect(wholeText("")).toHaveLength(0);
    expect(wholeText("x".repeat(1_000_001)).map(({ length }) => length)).toEqual([1_000_000, 1]);
  });
});
