import { type Clock, nowSeconds } from "#layer/clock.ts";
import { type TableDeclaration, tables } from "#layer/tables/tables.ts";
import type { ExpiringItems } from "./expiring-items.ts";
import { expiringTables } from "./sweep.ts";

export interface RetentionReport {
  /** ISO instant. */
  at: string;
  /** In the order of their declaration. */
  tables: {
    table: string;
    items: number;
    /** Past their end: what a sweep deletes now. */
    overdue: number;
    /** How many end by when, each once: by the hour within the next day, by the day after that; soonest first. */
    ends: { by: string; items: number }[];
  }[];
  /** Tables whose items have no end. */
  kept: string[];
}

const hour = 3_600;
const day = 24 * hour;

/** What would go and when, in counts alone. Changes nothing. */
export async function reportRetention({
  items,
  clock,
}: {
  items: Pick<ExpiringItems, "scan">;
  clock: Clock;
}): Promise<RetentionReport> {
  const now = nowSeconds(clock);
  const report: RetentionReport = {
    at: new Date(now * 1000).toISOString(),
    tables: [],
    kept: Object.values<TableDeclaration>(tables).flatMap(({ name, ttl }) => (ttl ? [] : [name])),
  };
  for (const table of expiringTables) {
    const counts = new Map<number, number>();
    let total = 0;
    for await (const page of items.scan(table)) {
      total += page.length;
      for (const { endsAt } of page) {
        const by = endOf(endsAt, now);
        counts.set(by, (counts.get(by) ?? 0) + 1);
      }
    }
    const overdue = counts.get(now) ?? 0;
    counts.delete(now);
    const ends = [...counts]
      .sort(([one], [other]) => one - other)
      .map(([by, count]) => ({ by: new Date(by * 1000).toISOString(), items: count }));
    report.tables.push({ table: table.name, items: total, overdue, ends });
  }
  return report;
}

/** The full hour or UTC day by which it has ended; now, when it has. */
function endOf(endsAt: number, now: number): number {
  if (endsAt <= now) return now;
  const step = endsAt <= now + day ? hour : day;
  return Math.ceil(endsAt / step) * step;
}
