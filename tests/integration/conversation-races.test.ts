import { type DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import type { FactsChange } from "#layer/domain/conversation-facts.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startHttpProxy } from "#tests/builders/http-proxy.ts";
import { createInterleaver } from "#tests/builders/interleaver.ts";

const clock = settableClock();
const tableNames = { summaries: "conversation-summaries-dev", messages: "recent-messages-dev" };
const database = await startTestDynamodb();
afterAll(() => database.close());

let customers = 0;
const someone = () => {
  customers += 1;
  return { clientId: "FLOORCO", customerId: `${customers}` };
};

/** A store whose every request to the tables waits for its turn; and one that does not, to look on. */
function racing(seed: number) {
  const interleaver = createInterleaver(seed);
  const send = (command: Parameters<DynamoDBDocumentClient["send"]>[0]) => database.documents.send(command);
  const gated = interleaver.wrap({ send }) as unknown as DynamoDBDocumentClient;
  const storeOn = (documents: DynamoDBDocumentClient) =>
    createDynamodbConversationStore({ documents, tableNames, clock });
  return { interleaver, store: storeOn(gated), plain: storeOn(database.documents) };
}

const change: fc.Arbitrary<FactsChange> = fc.constantFrom<FactsChange>(
  { intent: "book" },
  { date: "2026-12-01", time: null },
  { open_question: "which_time" },
);
const write = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: "append" as const }) },
  { weight: 1, arbitrary: change.map((facts) => ({ kind: "learn" as const, facts })) },
  { weight: 1, arbitrary: fc.nat(3).map((turn) => ({ kind: "patch" as const, turn })) },
);
const writes = fc.array(write, { minLength: 2, maxLength: 6 });

describe("writers of one conversation on DynamoDB, request by request in any order", () => {
  it("lose nothing: numbers unique and rising, every fact kept, a version for each change", async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.integer(), async (plan, seed) => {
        const { interleaver, store, plain } = racing(seed);
        const owner = someone();
        const { conversationId } = await plain.open(owner, newId("c"));

        const ended = await interleaver.run<unknown>(
          plan.map((one, index) => {
            if (one.kind === "append")
              return store.append(owner, conversationId, { role: "user", text: `${index}`, messageId: "m" });
            if (one.kind === "learn") return store.learn(owner, conversationId, one.facts);
            return store.patch(owner, conversationId, { turn: one.turn }, { lastReadTurn: one.turn });
          }),
        );

        for (const one of ended) expect(one).toMatchObject({ status: "fulfilled", value: expect.anything() });
        const { messages } = await plain.messages(conversationId, { limit: 50 });
        const head = await plain.get(owner, conversationId);
        const appended = plan.flatMap(({ kind }, index) => (kind === "append" ? [`${index}`] : []));
        expect(messages.map(({ turn }) => turn)).toEqual(appended.map((_, index) => index + 1));
        expect(messages.map(({ text }) => text).sort()).toEqual(appended.sort());
        const facts = Object.assign({}, ...plan.map((one) => (one.kind === "learn" ? one.facts : {})));
        delete facts.time;
        expect(head).toMatchObject({ turn: appended.length, facts });
        const learned = plan.filter(({ kind }) => kind === "learn").length;
        const read = (head?.version ?? 0) - 1 - appended.length - learned;
        expect(read).toBeGreaterThanOrEqual(head?.lastReadTurn ? 1 : 0);
        expect(read).toBeLessThanOrEqual(plan.filter(({ kind }) => kind === "patch").length);
      }),
      { numRuns: 60 },
    );
  });

  it("leave nothing behind where a removal falls in between", async () => {
    await fc.assert(
      fc.asyncProperty(writes, fc.integer(), async (plan, seed) => {
        const { interleaver, store, plain } = racing(seed);
        const owner = someone();
        const { conversationId } = await plain.open(owner, newId("c"));
        await plain.append(owner, conversationId, { role: "user", text: "before", messageId: "m" });
        const remove = async () => {
          await store.mark(owner, conversationId);
          return store.remove(owner, conversationId);
        };

        const ended = await interleaver.run<unknown>([
          remove(),
          ...plan.map((one) => {
            if (one.kind === "append")
              return store.append(owner, conversationId, { role: "user", text: "x", messageId: "m" });
            if (one.kind === "learn") return store.learn(owner, conversationId, one.facts);
            return store.patch(owner, conversationId, { turn: one.turn }, { lastReadTurn: one.turn });
          }),
        ]);

        for (const one of ended) expect(one).toMatchObject({ status: "fulfilled" });
        expect(await plain.count(owner, conversationId)).toBe(0);
        expect(await plain.list(owner)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("take a message back whose conversation was removed between its number and its writing", async () => {
    const { plain } = racing(0);
    const owner = someone();
    const { conversationId } = await plain.open(owner, newId("c"));
    const send = async (command: Parameters<DynamoDBDocumentClient["send"]>[0]) => {
      if (command instanceof PutCommand) {
        await plain.mark(owner, conversationId);
        await plain.remove(owner, conversationId);
      }
      return database.documents.send(command);
    };
    const documents = { send } as unknown as DynamoDBDocumentClient;
    const late = createDynamodbConversationStore({ documents, tableNames, clock });
    const kept: string[] = [];

    const message = await late.append(
      owner,
      conversationId,
      { role: "user", text: "late", messageId: "m" },
      { onKept: () => kept.push("kept") },
    );

    expect(message).toBeUndefined();
    expect(kept).toEqual(["kept"]);
    expect(await plain.count(owner, conversationId)).toBe(0);
  });

  it("open one conversation, whoever else opens or removes at the time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.boolean(),
        fc.integer(),
        async (many, isOld, seed) => {
          const { interleaver, store, plain } = racing(seed);
          const owner = someone();
          const old = isOld ? (await plain.open(owner, newId("c"))).conversationId : undefined;
          const remove = async (conversationId: string) => {
            await store.mark(owner, conversationId);
            await store.remove(owner, conversationId);
            return conversationId;
          };

          const ended = await interleaver.run([
            ...Array.from({ length: many }, async () => (await store.open(owner, newId("c"))).conversationId),
            ...(old === undefined ? [] : [remove(old)]),
          ]);

          for (const one of ended) expect(one).toMatchObject({ status: "fulfilled" });
          const ids = new Set(ended.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
          ids.delete(old ?? "");
          const left = await plain.list(owner);
          expect(left.length).toBeLessThanOrEqual(1);
          expect(new Set(left)).toEqual(ids);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("what a conversation costs", () => {
  it("is the same number of requests with 500 messages as with two", async () => {
    const proxy = await startHttpProxy(database.url);
    const { documents, close } = createDynamodbDocuments({ region: "us-east-1", endpoint: proxy.url });
    const store = createDynamodbConversationStore({ documents, tableNames, clock });
    const plain = createDynamodbConversationStore({ documents: database.documents, tableNames, clock });
    const owner = someone();
    const { conversationId } = await plain.open(owner, newId("c"));
    const say = (on: typeof store) =>
      on.append(owner, conversationId, { role: "user", text: "x".repeat(500), messageId: "m" });

    async function costs() {
      const turn = (await plain.get(owner, conversationId))?.turn ?? 0;
      const calls: Record<string, () => Promise<unknown>> = {
        open: () => store.open(owner, newId("c")),
        get: () => store.get(owner, conversationId),
        append: () => say(store),
        page: () => store.messages(conversationId, { limit: 30 }),
        olderPage: () => store.messages(conversationId, { before: turn, limit: 30 }),
        learn: () => store.learn(owner, conversationId, { intent: "book" }),
        patch: () => store.patch(owner, conversationId, { turn: turn + 1 }, { lastReadTurn: turn + 1 }),
      };
      const counted: Record<string, number> = {};
      for (const [name, call] of Object.entries(calls)) {
        const before = proxy.exchanges.length;
        expect(await call()).toBeTruthy();
        counted[name] = proxy.exchanges.length - before;
      }
      return counted;
    }

    await say(plain);
    const short = await costs();
    for (let said = 0; said < 10; said += 1) await Promise.all(Array.from({ length: 50 }, () => say(plain)));
    const long = await costs();
    close();
    proxy.close();

    expect(short).toEqual({ open: 3, get: 1, append: 3, page: 1, olderPage: 1, learn: 1, patch: 2 });
    expect(long).toEqual(short);
  });
});
