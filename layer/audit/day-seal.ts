import { createHash } from "node:crypto";
import * as z from "zod";
import { hashForm } from "./audit-event.ts";
import { genesis, hashOfRow, tenantSession } from "./audit-row.ts";
import type { AuditRow, FoundRow } from "./audit-rows.ts";
import { canonicalJson } from "./canonical-json.ts";
import { dayNumber, dayOfNumber } from "./utc-day.ts";

/** Where a chain stood when a day was over. */
export interface DayHead {
  chain: string;
  seq: number;
  hash: string;
}

const hash = z.string().regex(hashForm);

const sealRow = z.strictObject({
  v: z.literal(1),
  tenant_session: z.string(),
  /** The day as a number, so that the seals of a tenant are a chain in the order of its days. */
  seq: z.int().positive(),
  client_id: z.string(),
  day: z.string(),
  chains: z.int().nonnegative(),
  entries: z.int().nonnegative(),
  root: hash,
  sealed_at: z.int().min(1e9).max(1e11),
  previous_hash: z.union([hash, z.literal(genesis)]),
  hash,
});
export type DaySeal = z.output<typeof sealRow>;

/** The partition of a tenant's seals. No chain has that name. */
export function sealPartition(clientId: string): string {
  return tenantSession(clientId, "seal");
}

/** One hash over the chains that have entries on a day, whatever the order they come in. */
export function rootOf(heads: readonly DayHead[]): string {
  const lines = heads.map((head) => canonicalJson({ ...head })).sort();
  return createHash("sha256")
    .update(["pf360-audit-day-v1", ...lines].join("\n"))
    .digest("base64url");
}

/** The seal of one tenant's day, as its row. `entries` counts those of the day alone. */
export function writeDaySeal(seal: {
  clientId: string;
  day: string;
  heads: readonly DayHead[];
  entries: number;
  sealedAt: number;
  previousHash: string;
}): AuditRow & DaySeal {
  const row = {
    v: 1 as const,
    tenant_session: sealPartition(seal.clientId),
    seq: dayNumber(seal.day),
    client_id: seal.clientId,
    day: seal.day,
    chains: seal.heads.length,
    entries: seal.entries,
    root: rootOf(seal.heads),
    sealed_at: seal.sealedAt,
    previous_hash: seal.previousHash,
  };
  return { ...row, hash: hashOfRow(row) };
}

/** Undefined when it is no seal of that tenant in its place; its hash is not looked at. */
export function readDaySeal(clientId: string, found: FoundRow): DaySeal | undefined {
  const { data: seal } = sealRow.safeParse(found);
  if (!seal || seal.client_id !== clientId || seal.tenant_session !== sealPartition(clientId))
    return undefined;
  return dayOfNumber(seal.seq) === seal.day ? seal : undefined;
}
