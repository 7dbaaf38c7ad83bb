import { describe, expect, it } from "vitest";
import { joined, spokenOnly } from "#local/bedrock/conversation.ts";
import { readChoice } from "#local/bedrock/route.ts";
import type { ModelMessage } from "#local/model/model.ts";

const says = (role: "user" | "assistant", text: string): ModelMessage => ({ role, content: [{ text }] });

describe("a joined conversation", () => {
  it("has roles in turn, and leaves its parts as they were", () => {
    const history = [says("user", "a")];
    const own = [says("user", "b"), says("assistant", "c")];

    const all = joined(history, [], own);

    expect(all).toEqual([{ role: "user", content: [{ text: "a" }, { text: "b" }] }, says("assistant", "c")]);
    expect(history).toEqual([says("user", "a")]);
  });

  it("is empty of nothing", () => {
    expect(joined()).toEqual([]);
  });
});

describe("what was spoken", () => {
  it("is the text without calls and results, roles in turn", () => {
    const call = { toolUse: { toolUseId: "t", name: "n", input: {} } };
    const result = { toolResult: { toolUseId: "t", content: [{ text: "secret" }] } };

    const spoken = spokenOnly([
      says("user", "a"),
      { role: "assistant", content: [{ text: "I look." }, call] },
      { role: "user", content: [result] },
      says("assistant", "b"),
    ]);

    expect(spoken).toEqual([
      says("user", "a"),
      { role: "assistant", content: [{ text: "I look." }, { text: "b" }] },
    ]);
  });
});

describe("a classifier's choice", () => {
  it.each([
    ["<a>scheduling</a>", "scheduling"],
    ['I think <a class="x"> scheduling </a>.', "scheduling"],
    ["undecidable", "undecidable"],
    ["<a></a>", ""],
    ["", ""],
  ])("in %j is %j", (text, choice) => {
    expect(readChoice(text)).toBe(choice);
  });
});
