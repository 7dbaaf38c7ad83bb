import { createHash } from "node:crypto";
import * as z from "zod";
import { type AuditEvent, auditEvent, chainForm, clientIdForm, hashForm } from "./audit-event.ts";
import type { AuditEntry } from "./audit-log.ts";
import type { AuditRow, FoundRow } from "./audit-rows.ts";
import { canonicalJson } from "./canonical-json.ts";
import { utcDay } from "./utc-day.ts";

export const genesis = "genesis";

/** The columns of an event, by its fields. */
const columns = {
  clientId: "client_id",
  chain: "chain",
  subject: "subject",
  actor: "actor",
  action: "action",
  phase: "phase",
  outcome: "outcome",
  intentSeq: "intent_seq",
  projectId: "project_id",
  confirmationId: "confirmation_id",
  requestId: "request_id",
  offerRequestId: "offer_request_id",
  release: "release",
} as const satisfies Record<
  AuditEvent extends infer Event ? (Event extends unknown ? keyof Event : never) : never,
  string
>;

const fieldOfColumn = new Map<string, string>(
  Object.entries(columns).map(([field, column]) => [column, field]),
);

/** The columns that the log itself adds. */
const own = z.strictObject({
  v: z.literal(1),
  tenant_session: z.string(),
  seq: z.int().positive(),
  tenant_day: z.string(),
  tenant_session_seq: z.string(),
  /** Seconds, not milliseconds. */
  at: z.int().min(1e9).max(1e11),
  entry_id: z.string().regex(/^e_[A-Za-z0-9_-]{22}$/),
  previous_hash: z.string().regex(new RegExp(`^(${genesis}|${hashForm.source.slice(1, -1)})$`)),
  hash: z.string().regex(hashForm),
});

/** The partition of a chain: `{client_id}#{chain}`. */
export function tenantSession(clientId: string, chain: string): string {
  return `${clientId}#${chain}`;
}

/** The chain that a partition of this tenant holds; undefined for another tenant's, and for what is no chain. */
export function chainOf(clientId: string, partition: string): string | undefined {
  const chain = partition.startsWith(`${clientId}#`) ? partition.slice(clientId.length + 1) : "";
  return chainForm.test(chain) ? chain : undefined;
}

export function tenantDay(clientId: string, day: string): string {
  return `${clientId}#${day}`;
}

/** The entry as its row, `hash` included. */
export function writeAuditRow(
  event: AuditEvent,
  place: Omit<AuditEntry, keyof AuditEvent | "hash">,
): AuditRow {
  const { seq, at, entryId, previousHash } = place;
  const partition = tenantSession(event.clientId, event.chain);
  const row: AuditRow = {
    v: 1,
    tenant_session: partition,
    seq,
    tenant_day: tenantDay(event.clientId, utcDay(at)),
    tenant_session_seq: inOrder(partition, seq),
    at,
    entry_id: entryId,
    previous_hash: previousHash,
  };
  for (const [field, column] of Object.entries(columns)) {
    const value = event[field as keyof AuditEvent];
    if (value !== undefined) row[column] = value;
  }
  return { ...row, hash: hashOfRow(row) };
}

/** Undefined when it is not a row that `writeAuditRow` could have made; its hash is not looked at. */
export function readAuditRow(found: FoundRow): AuditEntry | undefined {
  const ofEvent: Record<string, unknown> = {};
  const ofLog: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(found)) {
    const field = fieldOfColumn.get(column);
    if (field === undefined) ofLog[column] = value;
    // A column that is there and empty-handed is not one of ours.
    else ofEvent[field] = value ?? null;
  }
  const log = own.safeParse(ofLog);
  const event = auditEvent.safeParse(ofEvent);
  if (!log.success || !event.success) return undefined;
  const { seq, at, entry_id, previous_hash, hash, ...keys } = log.data;
  const { clientId, chain } = event.data;
  const isInItsPlace =
    keys.tenant_session === tenantSession(clientId, chain) &&
    keys.tenant_day === tenantDay(clientId, utcDay(at)) &&
    keys.tenant_session_seq === inOrder(keys.tenant_session, seq);
  if (!isInItsPlace) return undefined;
  return { ...event.data, seq, at, entryId: entry_id, previousHash: previous_hash, hash };
}

/** SHA-256 over the canonical form of the row without its `hash`, in base64url. */
export function hashOfRow({ hash: _, ...row }: FoundRow): string {
  return createHash("sha256")
    .update(`pf360-audit-v1\n${canonicalJson(row)}`)
    .digest("base64url");
}

/** Both must have their forms, so that no `#` moves the border between them. */
export function isPlace(clientId: string, chain: string): boolean {
  return clientIdForm.test(clientId) && chainForm.test(chain);
}

/** Sorts as the numbers do. */
function inOrder(partition: string, seq: number): string {
  return `${partition}#${String(seq).padStart(10, "0")}`;
}
