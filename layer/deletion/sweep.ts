import { type Clock, nowSeconds } from "#layer/clock.ts";
import type { Counters } from "#layer/observability/counters.ts";
import type { Log } from "#layer/observability/log.ts";
import { type TableDeclaration, tables } from "#layer/tables/tables.ts";
import type { ExpiringItems, ExpiringTable } from "./expiring-items.ts";

/** Every table whose items have an end; the rest is kept. */
export const expiringTables: readonly ExpiringTable[] = Object.values<TableDeclaration>(tables).filter(
  (table): table is ExpiringTable => table.ttl !== undefined,
);

export interface SweepReport {
  /** By table, those with none too: how many expired items were deleted. */
  removed: Record<string, number>;
  /** Messages without a conversation. */
  orphans: number;
  /** By how much the oldest expired item found was past its end; 0 when none was found. */
  lagSeconds: number;
}

export interface SweepPorts {
  items: ExpiringItems;
  clock: Clock;
  log: Log;
  counters?: Pick<Counters, "gauge">;
}

/** A message's writer has long read its head again by then. */
const orphanAgeSeconds = 10 * 60;
/** Deletes under way at once. */
const atOnce = 10;

/**
 * Deletes what has expired in all tables, and messages whose conversation is gone. DynamoDB does the first by itself, within
 * days; no reader is served any of it meanwhile. May run in several places at once. Its lag goes to the log and to the gauge.
 * @throws StoreDownError and whatever else a table answers; what was deleted until then stays deleted
 */
export async function sweep({ items, clock, log, counters }: SweepPorts): Promise<SweepReport> {
  const startedAtMs = clock.nowMs();
  const report: SweepReport = { removed: {}, orphans: 0, lagSeconds: 0 };
  for (const table of expiringTables) {
    const now = nowSeconds(clock);
    let removed = 0;
    for await (const page of items.scan(table, now)) {
      for (const { endsAt } of page) report.lagSeconds = Math.max(report.lagSeconds, now - endsAt);
      for (let from = 0; from < page.length; from += atOnce) {
        const batch = page.slice(from, from + atOnce);
        const gone = await Promise.all(batch.map(({ key }) => items.removeEnded(table, key, now)));
        removed += gone.filter(Boolean).length;
      }
    }
    report.removed[table.name] = removed;
  }
  for (const conversationId of await items.findOrphans(nowSeconds(clock) - orphanAgeSeconds)) {
    report.orphans += await items.removeMessages(conversationId);
  }
  counters?.gauge("sweeper_lag_seconds", report.lagSeconds);
  log("info", "sweep-end", {
    count: Object.values(report.removed).reduce((sum, count) => sum + count, report.orphans),
    lagSeconds: report.lagSeconds,
    durationMs: clock.nowMs() - startedAtMs,
  });
  return report;
}
