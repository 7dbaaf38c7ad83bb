import type { Clock } from "#layer/clock.ts";
import type { AuditLog } from "./audit-log.ts";
import type { AuditRow } from "./audit-rows.ts";
import { createChainWriter } from "./chain-writer.ts";
import { createMemoryAuditRows } from "./memory-audit-rows.ts";

/** The audit log in this process's memory. For tests and for trying things out; `stored` can be looked into. */
export function createMemoryAuditLog({
  clock,
  stored = [],
}: {
  clock: Clock;
  stored?: AuditRow[];
}): AuditLog {
  return createChainWriter({
    rows: createMemoryAuditRows(stored),
    clock,
    random: () => 0,
    sleep: () => Promise.resolve(),
  });
}
