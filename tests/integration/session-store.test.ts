import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { hashArguments, type PendingConfirmation } from "#layer/domain/confirmation.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startMoto } from "#tests/builders/moto.ts";
import { newSession } from "#tests/builders/session.ts";

const clock = settableClock();
const now = () => Math.floor(clock.nowMs() / 1000);
const [database, moto] = await Promise.all([startTestDynamodb(), startMoto()]);
afterAll(() => Promise.all([database.close(), moto?.close()]));

const inTable = (documents: DynamoDBDocumentClient) => () =>
  createDynamodbSessionStore({ documents, tableName: "bedrock-sessions-dev", clock });
const adapters: [string, () => SessionStore][] = [
  ["memory", () => createMemorySessionStore({ clock })],
  ["dynamodb", inTable(database.documents)],
  ...(moto ? [["dynamodb (moto)", inTable(moto.documents)] satisfies [string, () => SessionStore]] : []),
];

describe.each(adapters)("the %s session store", (_, makeStore) => {
  async function signIn(store: SessionStore, absoluteEnd = now() + 8 * 3600) {
    return store.create(newSession({ absoluteEnd }));
  }
  const question = (overrides: Partial<PendingConfirmation> = {}): PendingConfirmation => ({
    id: "q_1",
    action: "confirm_appointment",
    arguments_hash: hashArguments("confirm_appointment", {
      project_id: "1",
      date: "2026-12-01",
      time: "10:00:00",
    }),
    summary: { project_id: "1", project_number: "A-1", dry_run: false },
    state: "asked",
    expires_at: now() + 600,
    ...overrides,
  });
  const offer = { requestId: 77, dates: ["2026-12-01"], times: { "2026-12-01": ["10:00:00"] } };

  it("gives back what was minted, with an idle end 30 minutes away", async () => {
    const store = makeStore();

    const minted = await signIn(store);

    expect(await store.get(minted.sessionId)).toEqual(minted);
    expect(minted.expiresAt).toBe(now() + 1800);
  });

  it("never takes an id twice", async () => {
    const store = makeStore();
    const session = await signIn(store);

    await expect(store.create(session)).rejects.toMatchObject({ code: "session_exists" });
  });

  it("knows nobody under an unknown id and writes no row for one", async () => {
    const store = makeStore();
    const unknown = newSessionId();

    expect(await store.touch(unknown)).toBeUndefined();
    expect(await store.keepOffer(unknown, "1", offer)).toBe(false);
    expect(await store.askConfirmation(unknown, question())).toBe(false);
    expect(await store.get(unknown)).toBeUndefined();
  });

  it("serves no expired session and lets no write revive it", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);

    clock.advance(1801);

    expect(await store.get(sessionId)).toBeUndefined();
    expect(await store.touch(sessionId)).toBeUndefined();
    expect(await store.keepOffer(sessionId, "1", offer)).toBe(false);
    expect(await store.get(sessionId)).toBeUndefined();
  });

  it("moves the idle end with each touch, never past the absolute end", async () => {
    const store = makeStore();
    const absoluteEnd = now() + 2400;
    const { sessionId } = await signIn(store, absoluteEnd);

    clock.advance(300);
    const first = await store.touch(sessionId);
    clock.advance(900);
    const second = await store.touch(sessionId);

    expect(first).toBe(absoluteEnd - 300);
    expect(second).toBe(absoluteEnd);
  });

  it("keeps one offer per project, the newest, and clears it without losing anything else", async () => {
    const store = makeStore();
    const before = await signIn(store);
    const { sessionId } = before;
    await store.keepOffer(sessionId, "1", offer);
    await store.keepOffer(sessionId, "2", { ...offer, requestId: undefined });
    await store.keepOffer(sessionId, "1", { ...offer, requestId: 78 });

    const stale = await store.clearOffer(sessionId, "1", 77);
    const fresh = await store.clearOffer(sessionId, "1", 78);
    const without = await store.clearOffer(sessionId, "2", undefined);

    expect([stale, fresh, without]).toEqual([false, true, true]);
    expect(await store.get(sessionId)).toEqual(before);
  });

  it("takes a yes only for a question that was shown, and only once", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    const asked = question();
    await store.askConfirmation(sessionId, asked);

    const unseen = await store.answerConfirmation(sessionId, asked.id, true);
    const shown = await store.markShown(sessionId, asked.id);
    const yes = await store.answerConfirmation(sessionId, asked.id, true);
    const again = await store.answerConfirmation(sessionId, asked.id, true);
    const consumed = await store.consumeApproval(sessionId, asked.action, asked.arguments_hash);
    const twice = await store.consumeApproval(sessionId, asked.action, asked.arguments_hash);

    expect({ unseen, shown, yes, again, consumed, twice }).toEqual({
      unseen: false,
      shown: true,
      yes: true,
      again: false,
      consumed: true,
      twice: false,
    });
    expect((await store.get(sessionId))?.confirmation).toBeUndefined();
  });

  it("gives a yes to nothing but the very arguments that were shown", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    const asked = question();
    await store.askConfirmation(sessionId, asked);
    await store.markShown(sessionId, asked.id);
    await store.answerConfirmation(sessionId, asked.id, true);
    const other = hashArguments("confirm_appointment", {
      project_id: "1",
      date: "2026-12-01",
      time: "11:00:00",
    });

    expect(await store.consumeApproval(sessionId, "confirm_appointment", other)).toBe(false);
    expect(await store.consumeApproval(sessionId, "cancel_appointment", asked.arguments_hash)).toBe(false);
  });

  it("gives a single winner when a yes is consumed many times at once", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    const asked = question();
    await store.askConfirmation(sessionId, asked);
    await store.markShown(sessionId, asked.id);
    await store.answerConfirmation(sessionId, asked.id, true);

    const wins = await Promise.all(
      Array.from({ length: 20 }, () => store.consumeApproval(sessionId, asked.action, asked.arguments_hash)),
    );

    expect(wins.filter(Boolean)).toHaveLength(1);
  });

  it("lets a newer question replace the older, whose answer then counts for nothing", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    await store.askConfirmation(sessionId, question({ id: "q_old" }));
    await store.markShown(sessionId, "q_old");
    await store.askConfirmation(sessionId, question({ id: "q_new" }));

    expect(await store.answerConfirmation(sessionId, "q_old", true)).toBe(false);
    expect((await store.get(sessionId))?.confirmation).toMatchObject({ id: "q_new", state: "asked" });
  });

  it("takes no answer to, and consumes no yes of, an expired question", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    const late = question({ id: "q_late" });
    await store.askConfirmation(sessionId, late);
    await store.markShown(sessionId, late.id);
    await store.answerConfirmation(sessionId, late.id, true);
    clock.advance(601);

    expect(await store.consumeApproval(sessionId, late.action, late.arguments_hash)).toBe(false);
    await store.askConfirmation(sessionId, question({ id: "q_2" }));
    await store.markShown(sessionId, "q_2");
    clock.advance(600);
    expect(await store.answerConfirmation(sessionId, "q_2", true)).toBe(false);
  });

  it("remembers a declined question as declined and never books on it", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    const asked = question();
    await store.askConfirmation(sessionId, asked);
    await store.markShown(sessionId, asked.id);

    await store.answerConfirmation(sessionId, asked.id, false);

    expect((await store.get(sessionId))?.confirmation?.state).toBe("declined");
    expect(await store.consumeApproval(sessionId, asked.action, asked.arguments_hash)).toBe(false);
  });

  it("renews the bearer of the same session", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);

    await store.renew(sessionId, { sealedBearer: "sealed-2", absoluteEnd: now() + 1000 });

    expect(await store.get(sessionId)).toMatchObject({
      sealedBearer: "sealed-2",
      absoluteEnd: now() + 1000,
      expiresAt: now() + 1000,
    });
  });

  it("keeps an ended session's row and serves it to nobody, until it is removed", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);

    await store.end(sessionId);
    const ended = [await store.get(sessionId), await store.exists(sessionId)];
    await store.end(sessionId);
    await store.remove(sessionId);

    expect(ended).toEqual([undefined, true]);
    expect(await store.exists(sessionId)).toBe(false);
    await store.end(sessionId);
    expect(await store.exists(sessionId)).toBe(false);
  });

  it("lets no write of any kind into an ended session, nor its id be taken again", async () => {
    const store = makeStore();
    const session = await signIn(store);
    const { sessionId } = session;
    const asked = question();
    await store.askConfirmation(sessionId, asked);
    await store.keepOffer(sessionId, "1", offer);
    await store.end(sessionId);

    const writes = await Promise.all([
      store.touch(sessionId),
      store.renew(sessionId, { sealedBearer: "sealed-2", absoluteEnd: now() + 1000 }),
      store.keepOffer(sessionId, "2", offer),
      store.clearOffer(sessionId, "1", 77),
      store.askConfirmation(sessionId, asked),
      store.markShown(sessionId, asked.id),
      store.answerConfirmation(sessionId, asked.id, true),
      store.consumeApproval(sessionId, asked.action, asked.arguments_hash),
      store.replaceAgentSession(sessionId, "a_2"),
    ]);

    expect(writes).toEqual([undefined, ...Array.from({ length: 8 }, () => false)]);
    expect(await store.get(sessionId)).toBeUndefined();
    await expect(store.create(session)).rejects.toMatchObject({ code: "session_exists" });
  });

  it("ends a session that has expired, so that no clock that goes back brings it to life", async () => {
    const store = makeStore();
    const { sessionId } = await signIn(store);
    clock.advance(1801);

    await store.end(sessionId);
    clock.advance(-600);

    expect(await store.get(sessionId)).toBeUndefined();
    expect(await store.touch(sessionId)).toBeUndefined();
    expect(await store.exists(sessionId)).toBe(true);
  });
});

describe("the table's row of an ended session", () => {
  it("holds neither bearer nor offers nor question any more", async () => {
    const store = inTable(database.documents)();
    const { sessionId } = await store.create(
      newSession({ sealedBearer: "v1.k1.bearer", absoluteEnd: now() + 3600 }),
    );
    await store.keepOffer(sessionId, "1", {
      requestId: 77,
      dates: ["2026-12-01"],
      times: {},
    });

    await store.end(sessionId);

    const { Item } = await database.documents.send(
      new GetCommand({ TableName: "bedrock-sessions-dev", Key: { session_id: sessionId } }),
    );
    expect(Item).toMatchObject({ sealed_bearer: "", offers: {}, ended_at: now() });
    expect(Item).not.toHaveProperty("confirmation");
  });
});
