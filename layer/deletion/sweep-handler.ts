import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { wallClock } from "#layer/clock.ts";
import { awsClientConfig, environmentName, readConfig } from "#layer/config.ts";
import { jsonLog } from "#layer/observability/log.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbExpiringItems } from "./dynamodb-expiring-items.ts";
import { type SweepReport, sweep } from "./sweep.ts";

const sweepConfig = z.object({
  ENVIRONMENT: environmentName,
  DYNAMODB_SESSION_TABLE: z.string().min(3).max(255),
});

/** Between two pages of a scan: some 20 pages a second, so that a sweep takes no capacity from those who book. */
const pauseMs = 50;

/**
 * The sweeper as a Lambda, to be called by a schedule at least twice an hour, with a time-out of some minutes and one at a time.
 * Its lag is the field `lagSeconds` of the log event `sweep-end`, for a metric filter. What a run that was cut off did not come
 * to, the next one does.
 * @throws ConfigError naming each missing or malformed variable
 */
export async function handler(): Promise<SweepReport> {
  const config = readConfig(sweepConfig, process.env);
  const { documents, close } = createDynamodbDocuments(awsClientConfig(process.env, "DYNAMODB"));
  const items = createDynamodbExpiringItems({
    documents,
    nameOf: (table) =>
      table === tables.sessions ? config.DYNAMODB_SESSION_TABLE : tableName(table, config.ENVIRONMENT),
    pause: () => sleep(pauseMs),
  });
  const log = jsonLog(
    (line) => process.stdout.write(line),
    () => new Date(wallClock.nowMs()).toISOString(),
    { service: "sweeper" },
  );
  try {
    return await sweep({ items, clock: wallClock, log });
  } finally {
    close();
  }
}
