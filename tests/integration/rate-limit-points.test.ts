import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { createDynamodbPoints } from "#frontend-bff/limits/dynamodb-points.ts";
import { createMemoryPoints } from "#frontend-bff/limits/memory-points.ts";
import type { PointStore } from "#frontend-bff/limits/point-store.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startHttpProxy } from "#tests/builders/http-proxy.ts";
import { startMoto } from "#tests/builders/moto.ts";

const clock = settableClock();
const tableName = "rate-limits-dev";
const region = "us-east-1";
const [database, moto] = await Promise.all([startTestDynamodb(), startMoto()]);
const proxy = await startHttpProxy(database.url);
const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) close();
  proxy.close();
  await Promise.all([database.close(), moto?.close()]);
});

function pointsAt(endpoint: string): PointStore {
  const { points, close } = createDynamodbPoints({ config: { region, endpoint }, tableName, clock });
  closing.push(close);
  return points;
}

const adapters: [string, () => PointStore][] = [
  ["memory", createMemoryPoints],
  ["dynamodb", () => pointsAt(database.url)],
  ...(moto ? [["dynamodb (moto)", () => pointsAt(moto.url)] satisfies [string, () => PointStore]] : []),
];

let keys = 0;
const newKey = () => `turn:customer:${keys++}`;
const limit = { most: 3, windowSeconds: 60 };

describe.each(adapters)("points in %s", (_, makePoints) => {
  it("are there up to the limit", async () => {
    const points = makePoints();
    const key = newKey();
    const taken = [];
    for (let index = 0; index < 5; index++) taken.push(await points.take(key, limit));

    expect(taken).toEqual([true, true, true, false, false]);
  });

  it("are each key's own", async () => {
    const points = makePoints();
    const [key, other] = [newKey(), newKey()];
    for (let index = 0; index < 4; index++) await points.take(key, limit);

    expect(await points.take(other, limit)).toBe(true);
  });

  it("are given out as often as there are, whoever asks at the same time", async () => {
    const points = makePoints();
    const key = newKey();

    const taken = await Promise.all(
      Array.from({ length: 40 }, () => points.take(key, { most: 10, windowSeconds: 60 })),
    );

    expect(taken.filter(Boolean)).toHaveLength(10);
  });

  it("can be given back", async () => {
    const points = makePoints();
    const key = newKey();
    for (let index = 0; index < 3; index++) await points.take(key, limit);

    await points.giveBack(key, limit);

    expect(await points.take(key, limit)).toBe(true);
    expect(await points.take(key, limit)).toBe(false);
  });
});

describe("points in DynamoDB", () => {
  const itemOf = async (documents: DynamoDBDocumentClient, key: string) =>
    (await documents.send(new GetCommand({ TableName: tableName, Key: { key } }))).Item;

  it("are shared by processes", async () => {
    const [one, other] = [pointsAt(database.url), pointsAt(database.url)];
    const key = newKey();
    const taken = [];
    for (const points of [one, other, one, other]) taken.push(await points.take(key, limit));

    expect(taken).toEqual([true, true, true, false]);
  });

  it("cost one write each, and nothing at the start", async () => {
    const key = newKey();
    const before = proxy.exchanges.length;
    const points = pointsAt(proxy.url);
    for (let index = 0; index < 5; index++) await points.take(key, limit);

    expect(proxy.exchanges.slice(before).map(({ name }) => name)).toEqual(Array(5).fill("UpdateItem"));
  });

  it("lie in an item of the library's form, whose end stays where it was", async () => {
    const points = pointsAt(database.url);
    const key = newKey();
    await points.take(key, limit);
    const expire = Math.floor(clock.nowMs() / 1000) + 60;
    clock.advance(30);
    await points.take(key, limit);

    expect(await itemOf(database.documents, key)).toEqual({ key, points: 2, expire });
  });

  it("cannot be counted when the table does not answer", async () => {
    const points = pointsAt(proxy.url);
    proxy.goDown();

    await expect(points.take(newKey(), limit)).rejects.toThrow();
    proxy.comeBack();
    await expect(points.take(newKey(), limit)).resolves.toBe(true);
  });
});
