import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pageOf } from "#local/bedrock/control-plane/page.ts";

const keys = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{1,10}$/), { maxLength: 40 });
const itself = (key: string) => key;

function readAll(items: () => string[], maxResults: number, afterPage: (page: string[]) => void = () => {}) {
  const seen: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = pageOf(items(), itself, { maxResults, nextToken });
    seen.push(...page.items);
    nextToken = page.nextToken;
    afterPage(page.items);
  } while (nextToken !== undefined);
  return seen;
}

describe("pages", () => {
  it("together hold every item once, in order, whatever their size", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 50 }), (items, size) => {
        expect(readAll(() => items, size)).toEqual([...items].sort());
      }),
    );
  });

  it("hide and repeat nothing when what has been read is deleted meanwhile", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 10 }), (items, size) => {
        let left = items;
        const seen = readAll(
          () => left,
          size,
          (page) => {
            left = left.filter((item) => !page.includes(item));
          },
        );
        expect(seen).toEqual([...items].sort());
      }),
    );
  });
});
