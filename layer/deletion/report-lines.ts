import type { Receipt } from "./purge.ts";
import type { RetentionReport } from "./retention.ts";
import type { SweepReport } from "./sweep.ts";

/** A receipt for the one who typed the command. */
export function receiptLines({ id, at, customer, deleted, agent_sessions_ended }: Receipt): string {
  const counts = Object.entries(deleted).map(([kind, count]) => `  ${kind.padEnd(18)} ${count}`);
  return [
    `Deleted. Receipt ${id}, ${at}`,
    `  customer           ${customer}`,
    ...counts,
    `  agent sessions     ${agent_sessions_ended} ended`,
    "Nothing is left, by consistent reads. Kept by design: the audit log, and the mark that ends the customer's sessions.",
  ].join("\n");
}

export function sweepLines({ removed, orphans, lagSeconds }: SweepReport): string {
  const counts = Object.entries(removed).map(([table, count]) => `  ${table.padEnd(24)} ${count}`);
  return [
    "Deleted, past their end:",
    ...counts,
    `  ${"messages of nobody".padEnd(24)} ${orphans}`,
    `Lag: ${lagSeconds} s (how long the oldest of them was past its end).`,
  ].join("\n");
}

export function retentionLines({ at, tables, kept }: RetentionReport): string {
  const perTable = tables.flatMap(({ table, items, overdue, ends }) => [
    `${table}: ${items} items, ${overdue} past their end`,
    ...ends.map(({ by, items: count }) => `  by ${by.slice(0, 16)}Z  ${count}`),
  ]);
  return [`At ${at}:`, ...perTable, `Kept, no end: ${kept.join(", ")}`].join("\n");
}
