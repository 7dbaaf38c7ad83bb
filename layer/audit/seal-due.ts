import type { Clock } from "#layer/clock.ts";
import type { AuditRows } from "./audit-rows.ts";
import { daysToSeal, sealDays } from "./seal-days.ts";

export interface SealReport {
  /** Tenants of which a day was sealed. */
  tenants: number;
  days: number;
  /** Tenants that could not be sealed; `verify` says why. */
  failed: number;
}

/**
 * Seals what is due of every tenant, one after another. A tenant whose log is broken goes to `onFailed` and does not keep the
 * others waiting.
 */
export async function sealDue(
  {
    rows,
    clock,
    onFailed,
  }: { rows: AuditRows; clock: Clock; onFailed: (clientId: string, error: unknown) => void },
  clientIds: AsyncIterable<string> | Iterable<string>,
): Promise<SealReport> {
  const report = { tenants: 0, days: 0, failed: 0 };
  for await (const clientId of clientIds) {
    try {
      const due = await daysToSeal({ rows, clock }, clientId);
      if (!due) continue;
      const sealed = await sealDays({ rows, clock }, clientId, due.from, due.to);
      report.tenants += 1;
      report.days += sealed.length;
    } catch (error) {
      report.failed += 1;
      onFailed(clientId, error);
    }
  }
  return report;
}
