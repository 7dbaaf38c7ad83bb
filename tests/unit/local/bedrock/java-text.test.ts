import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJavaText } from "#action-groups/java-text.ts";
import { toJavaText } from "#local/bedrock/java-text.ts";

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

describe("toJavaText", () => {
  it.each<[unknown, string]>([
    [[{ itemName: "a", quantity: 2 }], "[{itemName=a, quantity=2}]"],
    [["a", "b"], "[a, b]"],
    [{ k: "v", on: true, none: null }, "{k=v, on=true, none=null}"],
    ["plain", "plain"],
    [1.5, "1.5"],
    [false, "false"],
    [[], "[]"],
    [{}, "{}"],
  ])("prints %j", (value, text) => {
    expect(toJavaText(value)).toBe(text);
  });

  it("is what the actions read back, for words in lists and maps", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1 }), (value) => {
        expect(readJavaText(toJavaText(value))).toEqual(value);
      }),
    );
  });
});
