import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readSharedData } from "#tests/unit/layer/dates/shared-data.ts";
import { customersOf, startConversationStores } from "./conversation-stores.ts";

const { clock, adapters } = await startConversationStores();
const now = () => Math.floor(clock.nowMs() / 1000);
const day = 24 * 3_600;

describe.each(adapters)("the %s conversation store's messages", (_, store) => {
  const { opened, say } = customersOf(store);

  it("numbers messages from one and gives the newest page first, the older on request", async () => {
    const mine = await opened();
    for (const text of ["a", "b", "c", "d", "e"]) await say(mine, text);

    const newest = await store.messages(mine.conversationId, { limit: 2 });
    const older = await store.messages(mine.conversationId, { before: 4, limit: 2 });
    const oldest = await store.messages(mine.conversationId, { before: 2, limit: 2 });
    const exact = await store.messages(mine.conversationId, { limit: 5 });

    const texts = ({ messages }: typeof newest) => messages.map(({ turn, text }) => `${turn}${text}`);
    expect([texts(newest), newest.hasMore]).toEqual([["4d", "5e"], true]);
    expect([texts(older), older.hasMore]).toEqual([["2b", "3c"], true]);
    expect([texts(oldest), oldest.hasMore]).toEqual([["1a"], false]);
    expect(exact.hasMore).toBe(false);
    expect(await store.messages("c_unknown", { limit: 5 })).toEqual({ messages: [], hasMore: false });
  });

  it("keeps a message for 24 hours and the head for seven days after it", async () => {
    const mine = await opened();
    clock.advance(day);

    const message = await say(mine, "hello");

    expect(message).toEqual({
      role: "user",
      text: "hello",
      messageId: expect.any(String),
      turn: 1,
      at: now(),
      expiresAt: now() + day,
    });
    expect(await store.messages(mine.conversationId, { limit: 5 })).toEqual({
      messages: [message],
      hasMore: false,
    });
    expect(await store.get(mine.owner, mine.conversationId)).toMatchObject({
      version: 2,
      turn: 1,
      updatedAt: now(),
      expiresAt: now() + 7 * day,
    });
  });

  it("serves no message after its 24 hours, and says of no page that more follow which are over", async () => {
    const mine = await opened();
    await say(mine, "old");
    await say(mine, "old too");
    clock.advance(day - 1);
    await say(mine, "new");

    expect((await store.messages(mine.conversationId, { limit: 5 })).messages).toHaveLength(3);
    clock.advance(1);

    const { messages, hasMore } = await store.messages(mine.conversationId, { limit: 1 });
    expect(messages.map(({ text }) => text)).toEqual(["new"]);
    expect(hasMore).toBe(false);
    expect(await store.messages(mine.conversationId, { before: 3, limit: 5 })).toEqual({
      messages: [],
      hasMore: false,
    });
    expect(await store.count(mine.owner, mine.conversationId)).toBe(5);
  });

  it("keeps any text as it is", async () => {
    const mine = await opened();
    const naughty = z.array(z.string()).parse(readSharedData("blns/blns.json"));
    const whole = `${naughty.join("\n")}\u0000\u202E`.toWellFormed();
    const texts = whole.match(/.{1,8000}/gsu) ?? [];

    for (const text of texts) await say(mine, text);

    const { messages } = await store.messages(mine.conversationId, { limit: 50 });
    expect(messages.map(({ text }) => text)).toEqual(texts);
    expect(texts.length).toBeGreaterThan(1);
  });

  it("loses none of the longest messages between two pages, however few a page holds", async () => {
    const mine = await opened();
    for (let said = 0; said < 50; said += 1) await say(mine, "\u20AC".repeat(8_192));

    const turns: number[] = [];
    let page = await store.messages(mine.conversationId, { limit: 50 });
    turns.unshift(...page.messages.map(({ turn }) => turn));
    while (page.hasMore) {
      page = await store.messages(mine.conversationId, { before: turns[0] ?? 0, limit: 50 });
      turns.unshift(...page.messages.map(({ turn }) => turn));
    }

    expect(turns).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });
});
