import { AppError } from "#layer/errors.ts";
import type { AuditEvent } from "./audit-event.ts";

/** An event as it was written. */
export type AuditEntry = AuditEvent & {
  /** 1 for the first of its chain, and so on without a gap. */
  seq: number;
  /** Epoch seconds. */
  at: number;
  /** One append's own id; tells a repeated write from another's. */
  entryId: string;
  /** The hash of the entry before, `genesis` for the first. */
  previousHash: string;
  hash: string;
};

/** Distributes over the union, so that each phase keeps its own fields. */
type OfChain<Event> = Event extends unknown ? Omit<Event, "clientId" | "chain"> : never;
export type ChainEvent = OfChain<AuditEvent>;

/** One chain, ready to be written to. */
export interface AuditChain {
  /**
   * Writes the next entry; calls are written one after another. One round trip once the head is there.
   * @throws AuditEventError when a field has not its form; nothing is written
   * @throws AuditDownError when it could not be written, or nobody knows whether it was
   */
  append(event: ChainEvent): Promise<AuditEntry>;
}

/**
 * Append-only, one hash chain a session and one a tenant, kept six years. Nothing is ever changed or deleted. The change that
 * an intent speaks of is made only after `append` has answered.
 */
export interface AuditLog {
  /**
   * Begins to load the chain's head at once, so that it is there when the first entry comes. Never throws by itself.
   * `chain` is `sessionChain(sessionId)` or `tenantChain`.
   */
  open(clientId: string, chain: string): AuditChain;
  /** Opens the event's chain for this one entry. Throws as `AuditChain.append` does. */
  append(event: AuditEvent): Promise<AuditEntry>;
}

/** The log cannot be written to: whatever was to be audited must not be done. */
export class AuditDownError extends AppError {
  constructor(cause?: unknown) {
    super("audit_down", "the audit log cannot be written to", { cause });
  }
}
