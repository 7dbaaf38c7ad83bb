import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { nowSeconds } from "#layer/clock.ts";
import { createDynamodbRevocationStore } from "#layer/sessions/dynamodb-revocation-store.ts";
import { createDynamodbTokenFamilyStore } from "#layer/sessions/dynamodb-token-family-store.ts";
import { createMemoryRevocationStore } from "#layer/sessions/memory-revocation-store.ts";
import { createMemoryTokenFamilyStore } from "#layer/sessions/memory-token-family-store.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { RevocationStore } from "#layer/sessions/revocation-store.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import type { NewTokenFamily, TokenFamilyStore } from "#layer/sessions/token-family-store.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startMoto } from "#tests/builders/moto.ts";

const tableName = "session-tokens-dev";
const clock = settableClock();
const [database, moto] = await Promise.all([startTestDynamodb(), startMoto()]);
afterAll(() => Promise.all([database.close(), moto?.close()]));

interface Stores {
  families: TokenFamilyStore;
  revocations: RevocationStore;
}
const inTable = (documents: DynamoDBDocumentClient) => (): Stores => ({
  families: createDynamodbTokenFamilyStore({ documents, tableName, clock }),
  revocations: createDynamodbRevocationStore({ documents, tableName, clock }),
});
const implementations: [string, () => Stores][] = [
  [
    "memory",
    () => ({
      families: createMemoryTokenFamilyStore({ clock }),
      revocations: createMemoryRevocationStore({ clock }),
    }),
  ],
  ["dynamodb", inTable(database.documents)],
  ...(moto ? [["dynamodb (moto)", inTable(moto.documents)] satisfies [string, () => Stores]] : []),
];

/** Tenants of this test alone: the tables are shared by all of them. */
const newTenant = () => newId("T").replace(/[^A-Za-z0-9]/g, "");

function newFamily(change: Partial<NewTokenFamily> = {}): NewTokenFamily {
  return {
    sessionId: newSessionId(),
    clientId: "EASTHOME",
    customerId: "1001",
    head: "k1.head",
    rotatedAtMs: clock.nowMs(),
    absoluteEnd: nowSeconds(clock) + 8 * 3600,
    ...change,
  };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  return Array.fromAsync(items);
}

describe.each(implementations)("the %s store of token families", (_, makeStores) => {
  it("gives back what was made, of the first generation and not used yet", async () => {
    const { families } = makeStores();
    const fresh = newFamily();

    const made = await families.create(fresh);

    expect(made).toEqual({
      ...fresh,
      generation: 1,
      parent: undefined,
      requestCount: 0,
      lastUsedAt: nowSeconds(clock),
      revokedAt: undefined,
    });
    expect(await families.get(fresh.sessionId, "EASTHOME")).toEqual(made);
    expect(await families.get(fresh.sessionId, "WESTHOME")).toBeUndefined();
  });

  it("makes one family a session", async () => {
    const { families } = makeStores();
    const fresh = newFamily();
    await families.create(fresh);

    await expect(families.create({ ...fresh, head: "k1.other" })).rejects.toMatchObject({
      code: "session_exists",
    });
    expect(await families.get(fresh.sessionId, "EASTHOME")).toMatchObject({ head: "k1.head" });
  });

  it("turns the head into the parent, for the generation that is the newest and for no other", async () => {
    const { families } = makeStores();
    const { sessionId } = await families.create(newFamily());
    const rotatedAtMs = clock.nowMs() + 1;
    const rotate = (generation: number, next: string) =>
      families.rotate(sessionId, "EASTHOME", { generation, next, rotatedAtMs });

    const outcomes = [await rotate(2, "k1.x"), await rotate(1, "k1.2"), await rotate(1, "k1.y")];

    expect(outcomes).toEqual([false, true, false]);
    expect(await families.get(sessionId, "EASTHOME")).toMatchObject({
      generation: 2,
      head: "k1.2",
      parent: "k1.head",
      rotatedAtMs,
    });
  });

  it("lets one of twenty rotations at once win", async () => {
    const { families } = makeStores();
    const { sessionId } = await families.create(newFamily());

    const won = await Promise.all(
      Array.from({ length: 20 }, (_, tab) =>
        families.rotate(sessionId, "EASTHOME", { generation: 1, next: `k1.${tab}`, rotatedAtMs: 1 }),
      ),
    );

    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await families.get(sessionId, "EASTHOME")).toMatchObject({
      generation: 2,
      head: `k1.${won.indexOf(true)}`,
    });
  });

  it("counts every use, also those at the same time, and when the last one was", async () => {
    const { families } = makeStores();
    const { sessionId } = await families.create(newFamily());
    clock.advance(7);

    const used = await Promise.all(Array.from({ length: 10 }, () => families.use(sessionId, "EASTHOME")));

    expect(used).toEqual(Array.from({ length: 10 }, () => true));
    expect(await families.get(sessionId, "EASTHOME")).toMatchObject({
      requestCount: 10,
      lastUsedAt: nowSeconds(clock),
    });
  });

  it("lets nothing into a revoked family, and says who revoked it first", async () => {
    const { families } = makeStores();
    const { sessionId } = await families.create(newFamily());

    const first = await families.revoke(sessionId, "EASTHOME");
    const again = await families.revoke(sessionId, "EASTHOME");

    expect([first, again]).toEqual([true, false]);
    expect(await families.use(sessionId, "EASTHOME")).toBe(false);
    expect(
      await families.rotate(sessionId, "EASTHOME", { generation: 1, next: "k1.2", rotatedAtMs: 1 }),
    ).toBe(false);
    expect(await families.get(sessionId, "EASTHOME")).toMatchObject({
      generation: 1,
      revokedAt: nowSeconds(clock),
    });
  });

  it("serves and changes nothing past the end, and revokes it all the same", async () => {
    const { families } = makeStores();
    const { sessionId } = await families.create(newFamily({ absoluteEnd: nowSeconds(clock) + 60 }));

    clock.advance(60);

    expect(await families.get(sessionId, "EASTHOME")).toBeUndefined();
    expect(await families.use(sessionId, "EASTHOME")).toBe(false);
    expect(
      await families.rotate(sessionId, "EASTHOME", { generation: 1, next: "k1.2", rotatedAtMs: 1 }),
    ).toBe(false);
    expect(await families.revoke(sessionId, "EASTHOME")).toBe(true);
    clock.advance(-60);
    expect(await families.use(sessionId, "EASTHOME")).toBe(false);
  });

  it("makes no row for a session that has none, and none again after a removal", async () => {
    const { families } = makeStores();
    const { sessionId } = await families.create(newFamily());
    await families.remove(sessionId, "EASTHOME");

    for (const id of [sessionId, newSessionId()]) {
      expect(await families.use(id, "EASTHOME")).toBe(false);
      expect(await families.revoke(id, "EASTHOME")).toBe(false);
      expect(await families.rotate(id, "EASTHOME", { generation: 1, next: "x", rotatedAtMs: 1 })).toBe(false);
      expect(await families.get(id, "EASTHOME")).toBeUndefined();
    }
  });

  it("lists the sessions of a tenant or of one customer, and no mark among them", async () => {
    const { families, revocations } = makeStores();
    const clientId = newTenant();
    const [one, two] = [newFamily({ clientId }), newFamily({ clientId, customerId: "2002" })];
    await Promise.all([families.create(one), families.create(two), families.create(newFamily())]);
    await revocations.revoke(clientId);
    await revocations.revoke(clientId, "1001");

    const ofTenant = await all(families.listSessions(clientId));
    const ofCustomer = await all(families.listSessions(clientId, "2002"));

    expect(new Set(ofTenant.map(({ sessionId }) => sessionId))).toEqual(
      new Set([one.sessionId, two.sessionId]),
    );
    expect(ofCustomer).toEqual([{ sessionId: two.sessionId, customerId: "2002" }]);
  });
});

describe.each(implementations)("the %s store of revocation marks", (_, makeStores) => {
  it("knows of no revocation at first, and then of the customer's or the tenant's alone", async () => {
    const { revocations } = makeStores();
    const [clientId, other] = [newTenant(), newTenant()];
    const before = await revocations.read(clientId, "1001");

    await revocations.revoke(clientId, "1001");
    const customer = await revocations.read(clientId, "1001");
    const neighbour = await revocations.read(clientId, "2002");
    await revocations.revoke(clientId);

    expect(before).toEqual({ tenant: 0, customer: 0 });
    expect(customer).toEqual({ tenant: 0, customer: clock.nowMs() });
    expect(neighbour).toEqual({ tenant: 0, customer: 0 });
    expect(await revocations.read(clientId, "2002")).toEqual({ tenant: clock.nowMs(), customer: 0 });
    expect(await revocations.read(other, "1001")).toEqual({ tenant: 0, customer: 0 });
  });

  it("raises a mark with each revocation, also in the same millisecond and when the clock goes back", async () => {
    const { revocations } = makeStores();
    const clientId = newTenant();
    const marks: number[] = [];

    for (const seconds of [0, 0, -300, 10, 3600]) {
      clock.advance(seconds);
      await revocations.revoke(clientId, "1001");
      marks.push((await revocations.read(clientId, "1001")).customer);
    }

    expect(marks).toEqual([...new Set(marks)].sort((a, b) => a - b));
    expect(marks.at(-1)).toBe(clock.nowMs());
  });

  it("raises it for every one of several revocations at once", async () => {
    const { revocations } = makeStores();
    const clientId = newTenant();
    await revocations.revoke(clientId);
    const held = await revocations.read(clientId, "1001");

    await Promise.all(Array.from({ length: 5 }, () => revocations.revoke(clientId)));

    const standing = await revocations.read(clientId, "1001");
    expect(standing.tenant).toBeGreaterThanOrEqual(held.tenant + 5);
    expect(isRevoked(held, standing)).toBe(true);
    expect(isRevoked(standing, standing)).toBe(false);
  });
});

describe("the table of tokens", () => {
  it("holds marks outside the index, for longer than any session lives", async () => {
    const { revocations } = inTable(database.documents)();
    const clientId = newTenant();

    await revocations.revoke(clientId, "1001");

    const { Item } = await database.documents.send(
      new GetCommand({ TableName: tableName, Key: { session_id: "#customer#1001", tenant: clientId } }),
    );
    expect(Item?.ttl).toBeGreaterThan(nowSeconds(clock) + 8 * 3600);
    const { Count } = await database.documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: "by-tenant",
        KeyConditionExpression: "tenant = :tenant",
        ExpressionAttributeValues: { ":tenant": clientId },
      }),
    );
    expect(Count).toBe(0);
  });
});
