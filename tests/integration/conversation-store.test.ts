import { describe, expect, it } from "vitest";
import type { FactsChange } from "#layer/domain/conversation-facts.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { customersOf, startConversationStores } from "./conversation-stores.ts";

const { clock, adapters } = await startConversationStores();
const now = () => Math.floor(clock.nowMs() / 1000);
const [hour, day] = [3_600, 24 * 3_600];

describe.each(adapters)("the %s conversation store", (_, store) => {
  const { someone, opened, say } = customersOf(store);

  it("opens one conversation a customer and gives it back, empty and seven days long", async () => {
    const owner = someone();

    const first = await store.open(owner, "c_first");
    const second = await store.open(owner, "c_second");

    expect(first).toEqual({
      conversationId: "c_first",
      version: 1,
      turn: 0,
      lastReadTurn: 0,
      facts: {},
      createdAt: now(),
      updatedAt: now(),
      expiresAt: now() + 7 * day,
    });
    expect(second).toEqual(first);
    expect(await store.get(owner, "c_first")).toEqual(first);
    expect(await store.list(owner)).toEqual(["c_first"]);
  });

  it("gives many sign-ins at once the same conversation and leaves nothing of the others", async () => {
    const owner = someone();

    const all = await Promise.all(Array.from({ length: 8 }, () => store.open(owner, newId("c"))));

    const ids = new Set(all.map(({ conversationId }) => conversationId));
    expect(ids.size).toBe(1);
    expect(await store.list(owner)).toEqual([...ids]);
  });

  it("gives sign-ins at once the same new one after the old has been removed from under the pointer", async () => {
    const { owner, conversationId } = await opened();
    await store.mark(owner, conversationId);

    const all = await Promise.all(Array.from({ length: 6 }, () => store.open(owner, newId("c"))));

    const ids = [...new Set(all.map((one) => one.conversationId))];
    expect(ids).toHaveLength(1);
    expect((await store.list(owner)).sort()).toEqual([conversationId, ...ids].sort());
  });

  it("keeps customers and tenants apart", async () => {
    const mine = await opened();
    const others = [
      { clientId: "ROOFCO", customerId: mine.owner.customerId },
      { clientId: mine.owner.clientId, customerId: `${mine.owner.customerId}0` },
    ];
    await say(mine, "hello");

    for (const owner of others) {
      expect(await store.get(owner, mine.conversationId)).toBeUndefined();
      expect(
        await store.append(owner, mine.conversationId, { role: "user", text: "x", messageId: "m" }),
      ).toBeUndefined();
      expect(await store.learn(owner, mine.conversationId, { intent: "book" })).toBe(false);
      expect(await store.patch(owner, mine.conversationId, { turn: 1 }, { language: "en" })).toBeUndefined();
      await store.mark(owner, mine.conversationId);
      expect(await store.list(owner)).toEqual([]);
    }
    expect(await store.get(mine.owner, mine.conversationId)).toMatchObject({
      turn: 1,
      version: 2,
      facts: {},
    });
  });

  it("serves and revives no conversation after its seven days; the next sign-in opens another", async () => {
    const mine = await opened();
    await store.learn(mine.owner, mine.conversationId, { intent: "book" });
    clock.advance(7 * day);

    expect(await store.get(mine.owner, mine.conversationId)).toBeUndefined();
    expect(await say(mine, "hello")).toBeUndefined();
    expect(await store.learn(mine.owner, mine.conversationId, { intent: "ask" })).toBe(false);
    expect(
      await store.patch(mine.owner, mine.conversationId, { turn: 0 }, { language: "en" }),
    ).toBeUndefined();
    const next = await store.open(mine.owner, newId("c"));
    expect(next.conversationId).not.toBe(mine.conversationId);
    expect(next.facts).toEqual({});
    expect((await store.list(mine.owner)).sort()).toEqual([mine.conversationId, next.conversationId].sort());
  });

  it("still knows the conversation on the last second of its seven days", async () => {
    const mine = await opened();
    await say(mine, "hello");
    clock.advance(7 * day - 1);

    expect(await store.open(mine.owner, newId("c"))).toMatchObject({
      conversationId: mine.conversationId,
      turn: 1,
    });
  });

  it("learns facts one by one and forgets those that are removed", async () => {
    const { owner, conversationId } = await opened();

    await Promise.all(
      (
        [
          { intent: "book" },
          { project_id: "90000118" },
          { date: "2026-12-01", time: "13:30:00" },
          { language: "en", open_question: "which_time" },
        ] satisfies FactsChange[]
      ).map((change) => store.learn(owner, conversationId, change)),
    );
    const before = await store.get(owner, conversationId);
    await store.learn(owner, conversationId, { time: null, open_question: null, intent: "reschedule" });
    const after = await store.get(owner, conversationId);

    expect(before).toMatchObject({
      version: 5,
      facts: {
        intent: "book",
        project_id: "90000118",
        date: "2026-12-01",
        time: "13:30:00",
        language: "en",
        open_question: "which_time",
      },
    });
    expect(after?.facts).toEqual({
      intent: "reschedule",
      project_id: "90000118",
      date: "2026-12-01",
      language: "en",
    });
  });

  it.each([
    ["free text as an intent", { intent: "call me at 212-555-0140" }],
    ["free text as a project", { project_id: "Jane's kitchen" }],
    ["a date that is none", { date: "2026-02-30" }],
    ["a fact of another name", { note: "hello" }],
    ["the removal of one of another name", { note: null }],
  ])("takes no %s, whatever the caller's types say", async (_what, change) => {
    const { owner, conversationId } = await opened();

    await expect(store.learn(owner, conversationId, change as FactsChange)).rejects.toMatchObject({
      name: "ZodError",
    });
    await expect(
      store.patch(owner, conversationId, { turn: 0 }, change as FactsChange),
    ).rejects.toMatchObject({ name: "ZodError" });
    expect(await store.get(owner, conversationId)).toMatchObject({ version: 1, facts: {} });
  });

  it("patches what a client may set while its turn is the newest", async () => {
    const mine = await opened();
    await say(mine, "hello");

    const patch = await store.patch(
      mine.owner,
      mine.conversationId,
      { turn: 1, version: 2 },
      { language: "en-US", open_question: "which_date", lastReadTurn: 1 },
    );

    expect(patch).toMatchObject({
      outcome: "changed",
      conversation: {
        version: 3,
        turn: 1,
        lastReadTurn: 1,
        facts: { language: "en-US", open_question: "which_date" },
      },
    });
    expect(await store.get(mine.owner, mine.conversationId)).toEqual(patch?.conversation);
  });

  it("answers a patch of another turn or version with the present head, unchanged", async () => {
    const mine = await opened();
    await say(mine, "hello");
    const head = await store.get(mine.owner, mine.conversationId);

    for (const expected of [{ turn: 0 }, { turn: 2 }, { turn: 1, version: 1 }, { turn: 1, version: 3 }]) {
      const patch = await store.patch(mine.owner, mine.conversationId, expected, { language: "en" });
      expect(patch).toEqual({ outcome: "conflict", conversation: head });
    }
    expect(await store.get(mine.owner, mine.conversationId)).toEqual(head);
  });

  it("lets what was read only rise, never past the newest message, and writes nothing that is not new", async () => {
    const mine = await opened();
    for (const text of ["a", "b", "c"]) await say(mine, text);
    const read = async (lastReadTurn: number) =>
      (await store.patch(mine.owner, mine.conversationId, { turn: 3 }, { lastReadTurn }))?.conversation;

    const [two, one, far, again] = [await read(2), await read(1), await read(99), await read(3)];

    expect([two, one, far, again].map((head) => [head?.lastReadTurn, head?.version])).toEqual([
      [2, 5],
      [2, 5],
      [3, 6],
      [3, 6],
    ]);
  });

  it("takes every one of many writes at once: numbers unique and rising, facts kept, versions counted", async () => {
    const mine = await opened();

    const told = await Promise.all([
      ...Array.from({ length: 8 }, (_, index) => say(mine, `m${index}`)),
      store.learn(mine.owner, mine.conversationId, { intent: "book" }),
      store.learn(mine.owner, mine.conversationId, { date: "2026-12-01" }),
    ]);

    const { messages } = await store.messages(mine.conversationId, { limit: 50 });
    expect(messages.map(({ turn }) => turn)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(messages.map(({ text }) => text).sort()).toEqual(
      Array.from({ length: 8 }, (_, index) => `m${index}`),
    );
    expect(told.every(Boolean)).toBe(true);
    expect(await store.get(mine.owner, mine.conversationId)).toMatchObject({
      version: 11,
      turn: 8,
      facts: { intent: "book", date: "2026-12-01" },
    });
  });

  it("is gone for every reader and writer once it is marked, and removed whole", async () => {
    const mine = await opened();
    const { owner, conversationId } = mine;
    for (const text of ["a", "b", "c"]) await say(mine, text);
    expect(await store.count(owner, conversationId)).toBe(5);

    const early = await store.remove(owner, conversationId);
    await store.mark(owner, conversationId);
    await store.mark(owner, conversationId);

    expect(early).toEqual({ messages: 0, heads: 0 });
    expect(await store.get(owner, conversationId)).toBeUndefined();
    expect(await say(mine, "late")).toBeUndefined();
    expect(await store.learn(owner, conversationId, { intent: "book" })).toBe(false);
    expect(await store.patch(owner, conversationId, { turn: 3 }, { language: "en" })).toBeUndefined();
    expect(await store.list(owner)).toEqual([conversationId]);
    expect(await store.remove(owner, conversationId)).toEqual({ messages: 3, heads: 1 });
    expect(await store.remove(owner, conversationId)).toEqual({ messages: 0, heads: 0 });
    expect(await store.count(owner, conversationId)).toBe(0);
    expect(await store.list(owner)).toEqual([]);
  });

  it("removes an old conversation and leaves the pointer to the present one", async () => {
    const old = await opened();
    await store.mark(old.owner, old.conversationId);
    const present = await store.open(old.owner, newId("c"));

    await store.remove(old.owner, old.conversationId);

    expect(await store.open(old.owner, newId("c"))).toEqual(present);
    expect(await store.list(old.owner)).toEqual([present.conversationId]);
  });

  it("makes no row by marking or removing what there never was", async () => {
    const owner = someone();

    await store.mark(owner, "c_never");

    expect(await store.remove(owner, "c_never")).toEqual({ messages: 0, heads: 0 });
    expect(await store.count(owner, "c_never")).toBe(0);
    expect(await store.list(owner)).toEqual([]);
  });

  it("keeps a customer who signs in daily on one conversation, hour by hour for weeks", async () => {
    const mine = await opened();
    for (let days = 0; days < 20; days += 1) {
      clock.advance(day);
      const { conversationId } = await store.open(mine.owner, newId("c"));
      clock.advance(8 * hour);
      expect(await say({ owner: mine.owner, conversationId }, "hello")).toMatchObject({ turn: days + 1 });
    }
  });
});
