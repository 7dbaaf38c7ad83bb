import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamodbReleaseLock } from "#agents/setup/dynamodb-release-lock.ts";
import { createDynamodbReleaseStore } from "#agents/setup/dynamodb-release-store.ts";
import type { ReleaseLock } from "#agents/setup/release-lock.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { memoryReleaseLock } from "#tests/builders/memory-release-lock.ts";

let database: Awaited<ReturnType<typeof startTestDynamodb>>;

beforeAll(async () => {
  database = await startTestDynamodb();
});
afterAll(() => database.close());

describe("the table of releases", () => {
  it("keeps what was added, newest first, each environment for itself, and changes nothing afterwards", async () => {
    const store = (environment: "dev" | "qa") =>
      createDynamodbReleaseStore({
        documents: database.documents,
        tableName: tableName(tables.agentReleases, "dev"),
        environment,
      });
    const release = (at: string, environment: "dev" | "qa" = "qa") => ({
      releaseId: `${environment}-${at}`,
      environment,
      at,
      action: "apply" as const,
      gitCommit: undefined,
      agents: [
        {
          name: "pf360-notes-qa",
          agentId: "AGENT00001",
          aliasId: "ALIAS00001",
          version: "1",
          specHash: undefined,
        },
      ],
      schemaHashes: { "notes-actions": "0011223344556677" },
      previous: undefined,
      restores: undefined,
    });
    const [early, late] = [release("2026-11-23T15:00:00.000Z"), release("2026-11-24T15:00:00.000Z")];

    await store("qa").add(late);
    await store("qa").add(early);
    await store("dev").add(release("2026-11-25T15:00:00.000Z", "dev"));

    expect(await store("qa").list(10)).toEqual([late, early]);
    expect(await store("qa").list(1)).toEqual([late]);
    expect(await store("qa").get(early.releaseId)).toEqual(early);
    expect(await store("qa").get("unheard-of")).toBeUndefined();
    await expect(store("qa").add({ ...early, agents: [] })).rejects.toMatchObject({ code: "release_exists" });
    expect(await store("qa").get(early.releaseId)).toEqual(early);
  });

  it("that is not there is missed in words", async () => {
    const { documents } = database;
    const store = createDynamodbReleaseStore({ documents, tableName: "nowhere", environment: "dev" });

    await expect(store.list(1)).rejects.toMatchObject({ code: "config" });
  });

  it("lists more than fits into one answer of DynamoDB", async () => {
    const store = createDynamodbReleaseStore({
      documents: database.documents,
      tableName: tableName(tables.agentReleases, "dev"),
      environment: "staging",
    });
    const days = Array.from({ length: 14 }, (_, index) => `2026-11-${index + 10}T15:00:00.000Z`);
    for (const at of days) {
      const agents = [{ name: "a".repeat(100_000), agentId: "A", aliasId: "A", version: "1" }];
      await store.add({
        releaseId: at,
        environment: "staging",
        at,
        action: "apply",
        agents,
        schemaHashes: {},
      });
    }

    expect((await store.list(1_000)).map(({ at }) => at)).toEqual(days.toReversed());
    expect((await store.list(12)).map(({ at }) => at)).toEqual(days.toReversed().slice(0, 12));
  });
});

const locks: Record<string, () => ReleaseLock> = {
  "in the table": () =>
    createDynamodbReleaseLock({
      documents: database.documents,
      tableName: tableName(tables.agentReleases, "dev"),
    }),
  "in memory": memoryReleaseLock,
};
const lease = (holder: string, sinceMs: number) => ({ holder, sinceMs, untilMs: sinceMs + 20_000 });

describe.each(Object.keys(locks))("the lock of releases %s", (kind) => {
  const lockOf = () => locks[kind]?.() ?? expect.fail("there is no such lock");

  it("is held by one run at a time, and told to the others", async () => {
    const lock = lockOf();

    expect(await lock.take(lease("one", 1_000))).toBeUndefined();
    expect(await lock.take(lease("other", 2_000))).toEqual(lease("one", 1_000));
    await lock.give("other");
    expect(await lock.take(lease("other", 3_000))).toEqual(lease("one", 1_000));
    await lock.give("one");
    expect(await lock.take(lease("other", 4_000))).toBeUndefined();
    await lock.give("other");
  });

  it("goes to the next one when it lapses, and is lost for good to the one who had it", async () => {
    const lock = lockOf();

    await lock.take(lease("one", 1_000));
    expect(await lock.extend({ ...lease("one", 1_000), untilMs: 30_000 })).toBe(true);
    expect(await lock.take(lease("other", 30_000))).toMatchObject({ holder: "one", untilMs: 30_000 });
    expect(await lock.take(lease("other", 30_001))).toBeUndefined();
    expect(await lock.extend(lease("one", 30_002))).toBe(false);
    await lock.give("other");
    expect(await lock.extend(lease("one", 30_003))).toBe(false);
  });

  it("goes to one alone of many who want it at once", async () => {
    const lock = lockOf();
    const holders = Array.from({ length: 8 }, (_, index) => `run-${index}`);

    const found = await Promise.all(holders.map((holder) => lock.take(lease(holder, 100_000))));

    expect(found.filter((other) => other === undefined)).toHaveLength(1);
    await lock.give(holders[found.indexOf(undefined)] ?? "");
  });
});

describe("the lock of releases", () => {
  it("is no release, and stands in no list", async () => {
    const { documents } = database;
    const table = tableName(tables.agentReleases, "dev");
    const lock = createDynamodbReleaseLock({ documents, tableName: table });
    const store = createDynamodbReleaseStore({ documents, tableName: table, environment: "prod" });

    await lock.take(lease("one", 200_000));

    expect(await store.get("lock")).toBeUndefined();
    expect(await store.list(10)).toEqual([]);
    await lock.give("one");
  });

  it("without its table is missed in words", async () => {
    const lock = createDynamodbReleaseLock({ documents: database.documents, tableName: "nowhere" });

    await expect(lock.take(lease("one", 1_000))).rejects.toMatchObject({ code: "config" });
  });
});
