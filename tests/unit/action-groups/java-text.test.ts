import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJavaText } from "#action-groups/java-text.ts";

/** Java's `toString` of lists and maps, written once more from its side. */
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${key}=${javaText(inner)}`)
      .join(", ")}}`;
  }
  return String(value);
}

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .:/-]{0,10}[A-Za-z0-9]$/);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ depthSize: "small" }, word, tie("list"), tie("map")),
  list: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
  map: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/), tie("tree"), {
    minKeys: 1,
    maxKeys: 4,
    noNullPrototype: true,
  }),
}));

describe("readJavaText", () => {
  it.each([
    ["[{itemName=a, quantity=2}]", [{ itemName: "a", quantity: "2" }]],
    ["[a, b]", ["a", "b"]],
    ["{k=v, k2=v2}", { k: "v", k2: "v2" }],
    ["[]", []],
    ["{}", {}],
    ["{a=[1, 2], b={c=d}}", { a: ["1", "2"], b: { c: "d" } }],
  ])("reads %s", (text, value) => {
    expect(readJavaText(text)).toEqual(value);
  });

  it.each(["plain", "", "[a", "{a}", "{a=b", "[a] b", "]["])("makes nothing of %j", (text) => {
    expect(readJavaText(text)).toBeUndefined();
  });

  it("reads back whatever Java would have written of words, lists and maps", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1 }), (value) => {
        expect(readJavaText(javaText(value))).toEqual(value);
      }),
    );
  });

  it("never throws, nested however deep", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("[", "{", "}", "]", "=", ",", " ", "a") }),
        (text) => void readJavaText(text),
      ),
    );
    expect(readJavaText("[".repeat(100_000))).toBeUndefined();
  });
});
