import { createHash } from "node:crypto";
import { tenantDay } from "./audit-row.ts";
import type { AuditRows } from "./audit-rows.ts";
import { listDayChains } from "./day-chains.ts";
import { sealPartition } from "./day-seal.ts";
import { dayNumber, daysFrom } from "./utc-day.ts";

/**
 * JSON Lines for cold storage, each with its line end: day by day the entries as they are stored, by chain and number, then
 * the day's seal if there is one; last `{"end":true,…}` with the count of the lines before it and the SHA-256 (base64url) of their bytes.
 */
export async function* exportDays(
  rows: AuditRows,
  clientId: string,
  from: string,
  to: string,
): AsyncGenerator<string> {
  const hash = createHash("sha256");
  let count = 0;
  for (const day of daysFrom(from, to)) {
    for await (const row of rowsOfDay(rows, clientId, day)) {
      const line = `${JSON.stringify(row)}\n`;
      hash.update(line);
      count += 1;
      yield line;
    }
  }
  const end = { end: true, tenant: clientId, from, to, count, sha256: hash.digest("base64url") };
  yield `${JSON.stringify(end)}\n`;
}

async function* rowsOfDay(rows: AuditRows, clientId: string, day: string) {
  for (const { partition, first, last } of await listDayChains(rows, clientId, day)) {
    for await (const row of rows.read(partition, first, last)) {
      if (row.tenant_day === tenantDay(clientId, day)) yield sorted(row);
    }
  }
  const number = dayNumber(day);
  for await (const seal of rows.read(sealPartition(clientId), number, number)) yield sorted(seal);
}

/** The same text for the same row, whatever it holds. */
function sorted(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)));
}
