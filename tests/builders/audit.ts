import { type AuditEvent, sessionChain } from "#layer/audit/audit-event.ts";
import type { AuditLog, ChainEvent } from "#layer/audit/audit-log.ts";
import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createChainWriter } from "#layer/audit/chain-writer.ts";
import { createMemoryAuditRows } from "#layer/audit/memory-audit-rows.ts";
import { settableClock } from "./clock.ts";

export const subject = `k1.${"A".repeat(43)}`;
export const chainA = sessionChain("s_a");
export const chainB = sessionChain("s_b");

/** A field of every kind set. */
export const fullEvent: AuditEvent = {
  clientId: "FLOORCO",
  chain: chainA,
  subject,
  actor: "customer",
  action: "confirm_appointment",
  phase: "outcome",
  outcome: "ok",
  intentSeq: 1,
  projectId: "880001",
  confirmationId: `q_${"b".repeat(22)}`,
  requestId: `req_${"c".repeat(22)}`,
  offerRequestId: 77,
  release: "0.1.0",
};

export const signIn: ChainEvent = { subject, action: "session_create", phase: "event", outcome: "ok" };
export const bookingIntent: ChainEvent = {
  subject,
  action: "confirm_appointment",
  phase: "intent",
  projectId: "880001",
};

export function bookingOutcome(intentSeq: number): ChainEvent {
  return { ...bookingIntent, phase: "outcome", outcome: "ok", intentSeq } as ChainEvent;
}

/** A log in memory whose rows can be looked into and tampered with, on a clock that stands at 2025-01-10 noon UTC. */
export function auditScene() {
  const clock = settableClock("2025-01-10T12:00:00Z");
  const stored: AuditRow[] = [];
  const rows = createMemoryAuditRows(stored);
  const audit: AuditLog = createChainWriter({ rows, clock, random: () => 0, sleep: async () => {} });
  return { clock, stored, rows, audit };
}

/** Three days of two tenants: a booking each day in two chains that overlap, and a day without anything. */
export async function threeDays(audit: AuditLog, clock: { set(iso: string): void }) {
  for (const day of ["2025-01-10", "2025-01-11", "2025-01-13"]) {
    clock.set(`${day}T12:00:00Z`);
    for (const [clientId, chain] of [
      ["FLOORCO", chainA],
      ["FLOORCO", chainB],
      ["ROOFCO", chainA],
    ] as const) {
      const writer = audit.open(clientId, chain);
      const { seq } = await writer.append(bookingIntent);
      clock.set(`${day}T12:00:05Z`);
      await writer.append(bookingOutcome(seq));
    }
  }
  clock.set("2025-01-15T12:00:00Z");
}
