import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMarkupGuard } from "#frontend-bff/agent-backend/markup-guard.ts";

function through(pieces: readonly string[]) {
  const guard = createMarkupGuard();
  const text = pieces.map((piece) => guard.push(piece)).join("") + guard.flush();
  return { text, hasLeaked: guard.hasLeaked };
}

describe("the markup guard", () => {
  it.each([
    ["plain words", "plain words", false],
    ["1 < 2 and <b>bold</b> <in", "1 < 2 and <b>bold</b> <in", false],
    ["before <function_calls>after", "before ", true],
    ["before <INVOKE name='x'>", "before ", true],
    ["</thinking> after", "", true],
    ["<session_context>s_1", "", true],
    ["<<invoke", "<", true],
  ])("makes of %j: %j", (text, out, hasLeaked) => {
    expect(through([text])).toEqual({ text: out, hasLeaked });
  });

  it("holds back only a tail that may become markup", () => {
    const guard = createMarkupGuard();

    expect(guard.push("so <thin")).toBe("so ");
    expect(guard.push("g> and <fun")).toBe("<thing> and ");
    expect(guard.push("ction_calls")).toBe("");
    expect(guard.hasLeaked).toBe(true);
    expect(guard.push("more")).toBe("");
    expect(guard.flush()).toBe("");
  });

  it("gives the same text and verdict however the answer is cut", () => {
    const part = fc.constantFrom(
      "<",
      "</",
      "in",
      "voke",
      "<invoke",
      "<thin",
      "king",
      ">",
      " a ",
      "<function",
      "_calls",
      "_call",
      "ANSWER",
      "İ",
      "<tool_",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat()), (parts, cuts) => {
        const whole = parts.join("");
        const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b)];
        const pieces = places.map((place, index) => whole.slice(place, places[index + 1]));

        expect(through(pieces)).toEqual(through([whole]));
      }),
      { numRuns: 500 },
    );
  });
});
