import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limitFigures } from "#frontend-bff/limits/limit-figures.ts";
import { signIn } from "#tests/builders/chat-client.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { documentsOf } from "#tests/builders/dynamodb.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

/** A clock that stands, so that no window ends in the middle of a flood. */
const clock = settableClock("2026-11-30T15:00:00Z");
let system: RunningSystem;

beforeAll(async () => {
  system = await startRunningSystem({ clock, rateLimits: "dynamodb" });
});
afterAll(() => system.close());

function counted(statuses: readonly number[]): Record<number, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(statuses, (status) => status)).map(([status, all]) => [
      status,
      all?.length ?? 0,
    ]),
  );
}

/** So many requests, ten at a time, each answer read to its end. */
async function inWaves(count: number, request: () => Promise<Response>): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < count) {
    const wave = Array.from({ length: Math.min(10, count - statuses.length) }, request);
    const answers = await Promise.all(wave);
    await Promise.all(answers.map((answer) => answer.text()));
    statuses.push(...answers.map(({ status }) => status));
  }
  return statuses;
}

describe("a flood against the whole system, counted in DynamoDB", () => {
  it("of one customer's turns is refused from the limit on; nobody else feels it", async () => {
    const flooding = await signIn(system, "1000101");
    const [other, elsewhere] = [await signIn(system, "1000102"), await signIn(system, "2000201")];
    const say = () => flooding.post(flooding.bodyOf("Hello."));
    const before = system.lambdaCalls.length;

    const first = counted(await inWaves(100, say));
    const second = counted(await inWaves(100, say));

    // Of those at once one turn runs and the others are told so; on a busy machine the count itself may fail, closed.
    const through = (first[200] ?? 0) + (first[409] ?? 0);
    expect(through).toBeLessThanOrEqual(limitFigures.turn.customer);
    expect(through + (first[429] ?? 0) + (first[503] ?? 0)).toBe(100);
    expect(second).toEqual({ 429: 100 });
    expect(system.lambdaCalls.length - before).toBeLessThanOrEqual(through);
    for (const customer of [other, elsewhere]) {
      expect((await customer.send("What projects do I have?")).status).toBe(200);
    }
    expect((await say()).headers.get("retry-after")).toBe("60");
  });

  it("of one customer ends with the window", async () => {
    const flooding = await signIn(system, "1000103");
    const say = () => flooding.post(flooding.bodyOf("Hello."));
    await inWaves(40, say);
    const during = await say();

    clock.advance(60);

    expect([during.status, ...(await inWaves(1, say))]).toEqual([429, 200]);
  });

  it("of sign-ins with garbage is refused by address; who is signed in stays so", async () => {
    const customer = await signIn(system, "1000101");
    const garbage = () =>
      fetch(`${system.url}/api/session`, { method: "POST", headers: { authorization: "Bearer a.b.c" } });
    const statuses = await inWaves(150, garbage);

    const lookedAt = statuses.filter((status) => status === 401);
    expect(lookedAt.length).toBeLessThanOrEqual(limitFigures.sign_in.address);
    expect(statuses.slice(-10)).toEqual(Array(10).fill(429));
    expect((await customer.send("Hello.")).status).toBe(200);
  });

  it("leaves nobody's address, name or session in the table of the limits", async () => {
    const { documents, close } = documentsOf(system.database.url);

    const { Items = [] } = await documents.send(new ScanCommand({ TableName: "rate-limits-dev" }));
    close();

    expect(Items.length).toBeGreaterThan(10);
    for (const { key, points, expire, ...more } of Items) {
      expect(key).toMatch(/^[a-z_]+:(customer|address|tenant):[A-Za-z0-9_-]{22}:\d+$/);
      expect([typeof points, typeof expire, more]).toEqual(["number", "number", {}]);
    }
  });
});
