import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../../frontend/src/chat-message.ts";
import type { ConversationPage, KeptMessage } from "../../../frontend/src/conversation-requests.ts";
import { mergeHistory, oldestTurn, reachesBack } from "../../../frontend/src/merge-history.ts";

/** Odd numbers are the customer's. */
const roleOf = (turn: number) => (turn % 2 === 1 ? "user" : "assistant");

const kept = (turn: number): KeptMessage => ({
  turn,
  id: `m${turn}`,
  role: roleOf(turn),
  text: `text ${turn}`,
  at: 1000 + turn,
});

function pageOf(turns: number[], hasMore = false): ConversationPage {
  return { turn: Math.max(0, ...turns), lastReadTurn: 0, messages: turns.map(kept), hasMore };
}

/** A message of this page without a number yet. */
const live = (id: string, role: "user" | "assistant"): ChatMessage => ({
  id,
  role,
  parts: [{ type: "text", text: id }],
});

const shownOf = (turns: number[]) => mergeHistory([], pageOf(turns));
const idsOf = (messages: readonly ChatMessage[]) => messages.map(({ id }) => id);

describe("mergeHistory", () => {
  it("restores an empty page, oldest first, with numbers and times", () => {
    const merged = mergeHistory([], pageOf([3, 4]));

    expect(merged).toEqual([
      { id: "m3", role: "user", parts: [{ type: "text", text: "text 3" }], metadata: { turn: 3, at: 1003 } },
      {
        id: "m4",
        role: "assistant",
        parts: [{ type: "text", text: "text 4" }],
        metadata: { turn: 4, at: 1004 },
      },
    ]);
  });

  it("puts an earlier page above, and what another page has said below", () => {
    expect(idsOf(mergeHistory(shownOf([5, 6]), pageOf([1, 2, 3, 4])))).toEqual(
      "m1 m2 m3 m4 m5 m6".split(" "),
    );
    expect(idsOf(mergeHistory(shownOf([1, 2]), pageOf([1, 2, 3, 4])))).toEqual("m1 m2 m3 m4".split(" "));
  });

  it("leaves what is shown as it is, its cards and its click, and gives it its number", () => {
    const card = { type: "data-confirmation", data: { id: "c1", state: "approved" } } as const;
    const shown: ChatMessage[] = [
      { ...live("m1", "user"), metadata: { confirmation: { id: "c1", approved: true } } },
      { id: "m2", role: "assistant", parts: [{ type: "text", text: "as streamed" }, card] },
    ];

    const merged = mergeHistory(shown, pageOf([1, 2]));

    expect(merged[0]?.metadata).toEqual({ confirmation: { id: "c1", approved: true }, turn: 1, at: 1001 });
    expect(merged[1]).toEqual({ ...shown[1], metadata: { turn: 2, at: 1002 } });
  });

  it("keeps a message that is still to be answered, and its answer, the last", () => {
    const shown = [...shownOf([1, 2]), live("mine", "user"), live("half", "assistant")];

    expect(idsOf(mergeHistory(shown, pageOf([1, 2, 3, 4])))).toEqual("m1 m2 m3 m4 mine half".split(" "));
  });

  it("keeps what has no number behind what it followed, once the conversation has gone on", () => {
    const shown = [
      live("m1", "user"),
      live("stopped", "assistant"),
      live("refused", "user"),
      live("m3", "user"),
      live("m4", "assistant"),
    ];

    const merged = mergeHistory(shown, pageOf([1, 2, 3, 4]));

    expect(idsOf(merged)).toEqual("m1 stopped refused m2 m3 m4".split(" "));
  });

  it("keeps a message that was refused before the history came in front of what followed it", () => {
    const shown = [live("refused", "user"), live("m3", "user"), live("m4", "assistant")];

    expect(idsOf(mergeHistory(shown, pageOf([1, 2, 3, 4])))).toEqual("m1 m2 refused m3 m4".split(" "));
  });

  it("shows the page alone when messages between are missing, with what is still to be answered", () => {
    const shown = [...shownOf([1, 2]), live("mine", "user")];

    expect(idsOf(mergeHistory(shown, pageOf([7, 8], true)))).toEqual(["m7", "m8", "mine"]);
  });

  it("takes messages that are missing for expired ones when the page is the oldest", () => {
    expect(idsOf(mergeHistory(shownOf([1, 2]), pageOf([7, 8])))).toEqual(["m1", "m2", "m7", "m8"]);
  });

  it("comes to the same list whatever pages come in whatever order, each message once", () => {
    const pages = fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 12 }))
        .map(([first, count]) => Array.from({ length: count }, (_, at) => first + at)),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(pages, (turns) => {
        const merged = turns.reduce<ChatMessage[]>((shown, page) => mergeHistory(shown, pageOf(page)), []);
        const expected = [...new Set(turns.flat())]
          .sort((one, other) => one - other)
          .map((turn) => `m${turn}`);
        expect(idsOf(merged)).toEqual(expected);
        expect(mergeHistory(merged, pageOf(turns[0] ?? []))).toEqual(merged);
      }),
    );
  });

  it("loses no message that has no number, and changes none", () => {
    const role = fc.constantFrom("user" as const, "assistant" as const);
    const shown = fc.array(fc.oneof(role, fc.integer({ min: 1, max: 9 })), { maxLength: 12 });
    fc.assert(
      fc.property(shown, fc.boolean(), (items, hasMore) => {
        const numbers = [...new Set(items.filter((item) => typeof item === "number"))].sort();
        const messages = items.flatMap((item, at) => {
          if (typeof item !== "number") return [live(`live-${at}`, item)];
          const turn = numbers.shift();
          return turn === undefined ? [] : shownOf([turn]);
        });
        const unnumbered = messages.filter(({ metadata }) => metadata?.turn === undefined);
        const merged = mergeHistory(messages, pageOf([4, 5, 6], hasMore));
        const isWhole = !hasMore || messages.every(({ metadata }) => (metadata?.turn ?? 3) >= 3);
        if (isWhole) expect(merged.filter((message) => unnumbered.includes(message))).toEqual(unnumbered);
        expect(new Set(idsOf(merged)).size).toBe(merged.length);
      }),
    );
  });
});

describe("reachesBack", () => {
  it.each([
    ["nothing has a number yet", [], [5, 6], true, true],
    ["the page begins where the list does", [5, 6], [5, 6, 7, 8], true, true],
    ["the list begins before the page", [1, 2, 3, 4], [3, 4, 5, 6], true, false],
    ["the list is left, for messages between are missing", [1, 2], [7, 8], true, true],
    ["the page is empty", [1, 2], [], false, true],
  ])("when %s", (_case, shown, page, hasMore, expected) => {
    expect(reachesBack(shownOf(shown), pageOf(page, hasMore))).toBe(expected);
  });
});

describe("oldestTurn", () => {
  it("is the first number there is", () => {
    expect(oldestTurn([live("refused", "user"), ...shownOf([3, 4])])).toBe(3);
    expect(oldestTurn([live("a", "user")])).toBeUndefined();
  });
});
