import type { AuditRow, AuditRows } from "./audit-rows.ts";

/** Rows in this process's memory, under the same rules as the table. `stored` can be looked into. */
export function createMemoryAuditRows(stored: AuditRow[] = []): AuditRows {
  const chain = (tenantSession: string) =>
    stored
      .filter((row) => row.tenant_session === tenantSession)
      .sort((one, other) => Number(one.seq) - Number(other.seq));
  return {
    async head(tenantSession) {
      return structuredClone(chain(tenantSession).at(-1));
    },
    async insert(row) {
      const isTaken = stored.some(
        ({ tenant_session, seq }) => tenant_session === row.tenant_session && seq === row.seq,
      );
      if (!isTaken) stored.push(structuredClone(row));
      return !isTaken;
    },
    async *read(tenantSession, from = 0, to = Number.MAX_SAFE_INTEGER) {
      for (const row of chain(tenantSession)) {
        if (Number(row.seq) >= from && Number(row.seq) <= to) yield structuredClone(row);
      }
    },
    async *ofDay(tenantDay) {
      const keys = stored
        .filter((row) => row.tenant_day === tenantDay)
        .sort((one, other) => (String(one.tenant_session_seq) < String(other.tenant_session_seq) ? -1 : 1));
      for (const { tenant_session, seq } of keys) {
        yield { tenantSession: String(tenant_session), seq: Number(seq) };
      }
    },
  };
}
