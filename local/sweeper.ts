import { setImmediate as nextRound } from "node:timers/promises";
import type { Clock } from "#layer/clock.ts";
import { createDynamodbExpiringItems } from "#layer/deletion/dynamodb-expiring-items.ts";
import { sweep } from "#layer/deletion/sweep.ts";
import type { Counters } from "#layer/observability/counters.ts";
import type { Log } from "#layer/observability/log.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName } from "#layer/tables/tables.ts";

interface Options {
  everyMs: number;
  databaseUrl: string;
  environment: string;
  region: string;
  clock: Clock;
  log: Log;
  counters: Pick<Counters, "gauge">;
}

/**
 * Deletes what has expired, every so often, as a schedule does in AWS. Keeps no process alive. The function that comes back
 * stops it and waits for a sweep that runs.
 */
export function startSweeper({ everyMs, databaseUrl, environment, region, clock, log, counters }: Options) {
  const { documents, close } = createDynamodbDocuments({ region, endpoint: databaseUrl });
  const items = createDynamodbExpiringItems({
    documents,
    nameOf: (table) => tableName(table, environment),
    pause: () => nextRound(),
  });
  let running: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    running ??= sweep({ items, clock, log, counters })
      .catch((error: unknown) =>
        log("error", "sweep-failed", { error: error instanceof Error ? error.name : typeof error }),
      )
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
    close();
  };
}
