import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#layer/clock.ts";
import type { AuditLog } from "./audit-log.ts";
import { createChainWriter } from "./chain-writer.ts";
import { createDynamodbAuditRows, type DynamodbAuditRowsOptions } from "./dynamodb-audit-rows.ts";

/** The audit log in `audit-log-{env}`. */
export function createDynamodbAuditLog(
  options: DynamodbAuditRowsOptions & { clock: Clock; release?: string | undefined },
): AuditLog {
  return createChainWriter({
    rows: createDynamodbAuditRows(options),
    clock: options.clock,
    release: options.release,
    random: Math.random,
    sleep: (ms) => sleep(ms),
  });
}
