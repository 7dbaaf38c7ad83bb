import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createDynamodbPoints } from "#frontend-bff/limits/dynamodb-points.ts";
import { createRateLimits } from "#frontend-bff/limits/rate-limits.ts";
import { createDynamodbExpiringItems } from "#layer/deletion/dynamodb-expiring-items.ts";
import type { ExpiringItems } from "#layer/deletion/expiring-items.ts";
import { reportRetention } from "#layer/deletion/retention.ts";
import { expiringTables, sweep } from "#layer/deletion/sweep.ts";
import { handler } from "#layer/deletion/sweep-handler.ts";
import { silentLog } from "#layer/observability/log.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { type TableDeclaration, tableName } from "#layer/tables/tables.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { dynamodbStores, maya, type PurgeStores, signIn } from "#tests/builders/purge-scene.ts";

let database: Awaited<ReturnType<typeof startTestDynamodb>>;
let clock: ReturnType<typeof settableClock>;
let stores: PurgeStores;
let items: ExpiringItems;
const nameOf = (table: TableDeclaration) => tableName(table, "dev");
const project = { clientId: "EASTHOME", projectId: "1" };
const seconds = () => clock.nowMs() / 1000;

beforeAll(async () => {
  database = await startTestDynamodb();
});
afterAll(() => database.close());

beforeEach(async () => {
  const { documents } = database;
  clock = settableClock();
  stores = dynamodbStores(documents, clock);
  items = createDynamodbExpiringItems({ documents, nameOf, pause: async () => {} });
  // Whatever a test before has left.
  const later = settableClock("2030-01-01T00:00:00Z");
  await sweep({ items, clock: later, log: silentLog });
});

/** How many items a table holds, shown or hidden. */
async function countOf(table: TableDeclaration): Promise<number> {
  const { Count = 0 } = await database.documents.send(
    new ScanCommand({ TableName: nameOf(table), Select: "COUNT", ConsistentRead: true }),
  );
  return Count;
}

/** For each table with a ttl: writes one thing and tells how to see whether the store serves it. */
const served: Record<string, () => Promise<() => Promise<boolean>>> = {
  async "bedrock-sessions"() {
    const { sessionId } = await open("s_row");
    return async () => {
      const writes = await Promise.all([
        stores.sessions.touch(sessionId),
        stores.sessions.replaceAgentSession(sessionId, "a_2"),
      ]);
      return (await stores.sessions.get(sessionId)) !== undefined || writes.some(Boolean);
    };
  },
  async "session-tokens"() {
    const { sessionId } = await open("s_family");
    return async () =>
      (await stores.families.get(sessionId, maya.clientId)) !== undefined ||
      (await stores.families.use(sessionId, maya.clientId));
  },
  async "conversation-summaries"() {
    const { conversationId } = await stores.conversations.open(maya, newId("c"));
    return async () =>
      (await stores.conversations.get(maya, conversationId)) !== undefined ||
      (await stores.conversations.learn(maya, conversationId, { intent: "book" }));
  },
  async "recent-messages"() {
    const { conversationId } = await stores.conversations.open(maya, newId("c"));
    await stores.conversations.append(maya, conversationId, { role: "user", text: "Hello", messageId: "m" });
    return async () =>
      (await stores.conversations.messages(conversationId, { limit: 10 })).messages.length > 0;
  },
  async "rate-limits"() {
    const { points, close } = createDynamodbPoints({
      config: { endpoint: database.url, region: "us-east-1" },
      tableName: "rate-limits-dev",
      clock,
    });
    const figures = { windowSeconds: 60, customer: 1, tenant: 9, address: 9, whenDown: "refuse" } as const;
    const all = { sign_in: figures, refresh: figures, turn: figures, manage: figures, public: figures };
    const limits = createRateLimits({
      points,
      clock,
      counters: { count: () => {} },
      figures: { ...all, operator: figures, origin: figures },
    });
    const isRefused = () =>
      limits.admit("turn", { subject: "somebody" }).then(
        () => false,
        () => true,
      );
    await isRefused();
    let hasBeenAsked = false;
    return async () => {
      const refused = await isRefused();
      if (hasBeenAsked) close();
      hasBeenAsked = true;
      return refused;
    };
  },
  async "project-notes"() {
    await stores.notes.add(project, { text: "A dog.", addedAt: seconds(), customerId: "1001" });
    return async () => (await stores.notes.list(project)).length > 0;
  },
};

async function open(sessionId: string) {
  const signedIn = await signIn(stores, clock, maya, `${sessionId}_${newId("t")}`);
  if (!signedIn) throw new Error("the sign-in failed");
  return signedIn;
}

describe("what has expired and was not deleted", () => {
  it.each(expiringTables)("is never served from $name, and a sweep removes it", async (table) => {
    const write = served[table.name];
    if (!write) throw new Error(`say how ${table.name} is read: every table with a ttl is tested here`);
    const isServed = await write();
    const before = await isServed();
    const written = await countOf(table);

    clock.advance(8 * 24 * 3600);
    const after = await isServed();
    const kept = await countOf(table);
    clock.advance(3600);
    const report = await sweep({ items, clock, log: silentLog });

    expect([before, after]).toEqual([true, false]);
    // The rate limit's second look has made a count of its own.
    expect(kept).toBeGreaterThanOrEqual(written);
    expect(written).toBeGreaterThan(0);
    expect(report.removed[table.name]).toBe(kept);
    expect(await countOf(table)).toBe(0);
  });
});

describe("the sweeper", () => {
  it("tells its lag and how much it removed, and leaves what lives", async () => {
    const gauges: unknown[] = [];
    await stores.notes.add(project, { text: "old", addedAt: seconds(), customerId: "1001" });
    clock.advance(3600);
    await stores.notes.add(project, { text: "young", addedAt: seconds(), customerId: "1001" });
    clock.advance(7 * 24 * 3600 - 1200);
    const logged: unknown[] = [];

    const report = await sweep({
      items,
      clock,
      log: (_level, event, fields) => logged.push({ event, ...fields }),
      counters: { gauge: (name, value) => gauges.push([name, value]) },
    });

    expect(report).toMatchObject({ removed: { "project-notes": 1 }, orphans: 0, lagSeconds: 2400 });
    expect(gauges).toEqual([["sweeper_lag_seconds", 2400]]);
    expect(logged).toEqual([{ event: "sweep-end", count: 1, lagSeconds: 2400, durationMs: 0 }]);
    expect(await stores.notes.list(project)).toEqual([{ text: "young", addedAt: expect.any(Number) }]);
  });

  it("leaves a session that was given a longer life after it was read", async () => {
    const { sessionId } = await open("s_touched");
    clock.advance(1799);
    const touching: ExpiringItems = {
      ...items,
      async *scan(table, endedBy) {
        for await (const page of items.scan(table, endedBy === undefined ? undefined : endedBy + 60)) {
          if (table.name === "bedrock-sessions") await stores.sessions.touch(sessionId);
          yield page;
        }
      },
    };

    const report = await sweep({ items: touching, clock, log: silentLog });

    expect(report.removed["bedrock-sessions"]).toBe(0);
    expect(await stores.sessions.get(sessionId)).toBeDefined();
  });

  it("removes messages whose conversation is gone or marked, and no others", async () => {
    const owners = ["gone", "marked", "alive"].map((customerId) => ({ clientId: "EASTHOME", customerId }));
    const ids: string[] = [];
    for (const owner of owners) {
      const { conversationId } = await stores.conversations.open(owner, newId("c"));
      await stores.conversations.append(owner, conversationId, { role: "user", text: "Hi", messageId: "m" });
      ids.push(conversationId);
      if (owner.customerId !== "alive") await stores.conversations.mark(owner, conversationId);
      if (owner.customerId === "gone") {
        await stores.conversations.remove(owner, conversationId);
        await leaveMessage(conversationId);
      }
    }
    const tooYoung = await sweep({ items, clock, log: silentLog });
    clock.advance(11 * 60);

    const report = await sweep({ items, clock, log: silentLog });

    expect([tooYoung.orphans, report.orphans]).toEqual([0, 2]);
    const left = await Promise.all(ids.map((id) => stores.conversations.messages(id, { limit: 9 })));
    expect(left.map(({ messages }) => messages.length)).toEqual([0, 0, 1]);
  });

  it("can run twice at once", async () => {
    for (let count = 0; count < 30; count += 1) {
      await stores.notes.add(project, { text: "x", addedAt: seconds(), customerId: "1001" });
    }
    clock.advance(8 * 24 * 3600);

    const reports = await Promise.all([1, 2].map(() => sweep({ items, clock, log: silentLog })));

    const removed = reports.map((report) => report.removed["project-notes"] ?? 0);
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(await stores.notes.listOf(maya)).toEqual([]);
  });
});

/** As a writer leaves it whose process ends between its write and its second look. */
async function leaveMessage(conversationId: string): Promise<void> {
  const at = seconds();
  await database.documents.send(
    new PutCommand({
      TableName: "recent-messages-dev",
      Item: {
        conversation_id: conversationId,
        turn: 2,
        role: "user",
        text: "x",
        message_id: "m",
        at,
        ttl: at + 86_400,
      },
    }),
  );
}

describe("the sweeper's Lambda", () => {
  const variables = () => ({
    ENVIRONMENT: "dev",
    DYNAMODB_SESSION_TABLE: "bedrock-sessions-dev",
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
  });

  it("sweeps the tables of its environment, by the machine's own clock", async () => {
    await stores.notes.add(project, { text: "old", addedAt: 1_000_000_000, customerId: "1001" });
    for (const [name, value] of Object.entries(variables())) vi.stubEnv(name, value);

    const report = await handler();

    vi.unstubAllEnvs();
    expect(report.removed["project-notes"]).toBe(1);
    expect(report.lagSeconds).toBeGreaterThan(300_000_000);
  });

  it("says which variable is missing", async () => {
    vi.stubEnv("ENVIRONMENT", "");

    await expect(handler()).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining("ENVIRONMENT is not set"),
    });

    vi.unstubAllEnvs();
  });
});

describe("the retention report", () => {
  it("says what would go and when, in counts alone, and changes nothing", async () => {
    const { conversationId } = await open("s_report");
    await stores.conversations.append(maya, conversationId, { role: "user", text: "Hi", messageId: "m" });
    await stores.notes.add(project, { text: "A dog.", addedAt: seconds(), customerId: "1001" });
    clock.advance(3600);

    const report = await reportRetention({ items, clock });

    const of = (name: string) => report.tables.find(({ table }) => table === name);
    expect(report.at).toBe("2026-11-23T16:00:00.000Z");
    expect(of("bedrock-sessions")).toMatchObject({ items: 1, overdue: 1, ends: [] });
    expect(of("recent-messages")?.ends).toEqual([{ by: "2026-11-24T15:00:00.000Z", items: 1 }]);
    expect(of("project-notes")?.ends).toEqual([{ by: "2026-12-01T00:00:00.000Z", items: 1 }]);
    expect(report.kept).toEqual(expect.arrayContaining(["audit-log", "tenants"]));
    expect(JSON.stringify(report)).not.toMatch(/1001|EASTHOME|dog/);
    expect(await stores.notes.list(project)).toHaveLength(1);
  });
});
