import { afterEach, describe, expect, it, vi } from "vitest";
import type { LogFields } from "#layer/observability/log.ts";
import { startSweeper } from "#local/sweeper.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";

afterEach(() => void vi.useRealTimers());

async function sweeper(databaseUrl: string) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const logged: { event: string; fields: LogFields }[] = [];
  const first = Promise.withResolvers<void>();
  const gauges: number[] = [];
  const stop = startSweeper({
    everyMs: 300_000,
    databaseUrl,
    environment: "dev",
    region: "us-east-1",
    clock: settableClock(),
    log: (_level, event, fields = {}) => {
      logged.push({ event, fields });
      first.resolve();
    },
    counters: { gauge: (_name, value) => gauges.push(value) },
  });
  return { logged, gauges, first: first.promise, stop };
}

describe("the sweeper beside npm start", () => {
  it("sweeps when its time has come, tells its lag, and stops", async () => {
    const database = await startTestDynamodb();
    const { logged, gauges, first, stop } = await sweeper(database.url);

    const before = logged.length;
    vi.advanceTimersByTime(300_000);
    await first;
    await stop();
    vi.advanceTimersByTime(900_000);

    expect(before).toBe(0);
    expect(logged.map(({ event }) => event)).toEqual(["sweep-end"]);
    expect(gauges).toEqual([0]);
    await database.close();
  });

  it("goes on when the tables do not answer", async () => {
    const { logged, first, stop } = await sweeper("http://127.0.0.1:1");

    vi.advanceTimersByTime(300_000);
    await first;
    await stop();

    expect(logged).toEqual([{ event: "sweep-failed", fields: { error: "StoreDownError" } }]);
  });
});
