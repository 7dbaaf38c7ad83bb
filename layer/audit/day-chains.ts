import { tenantDay } from "./audit-row.ts";
import type { AuditRows } from "./audit-rows.ts";

/** What the index knows of one chain on one day. */
export interface ChainOfDay {
  partition: string;
  /** Its first and last entry of that day. */
  first: number;
  last: number;
  entries: number;
}

/** The chains that have entries on a tenant's UTC day, in the index's order. */
export async function listDayChains(rows: AuditRows, clientId: string, day: string): Promise<ChainOfDay[]> {
  const chains = new Map<string, ChainOfDay>();
  for await (const { tenantSession, seq } of rows.ofDay(tenantDay(clientId, day))) {
    const known = chains.get(tenantSession) ?? {
      partition: tenantSession,
      first: seq,
      last: seq,
      entries: 0,
    };
    chains.set(tenantSession, {
      partition: tenantSession,
      first: Math.min(known.first, seq),
      last: Math.max(known.last, seq),
      entries: known.entries + 1,
    });
  }
  return [...chains.values()];
}
