import { sessionChain, tenantChain } from "#layer/audit/audit-event.ts";
import type { AuditLog, ChainEvent } from "#layer/audit/audit-log.ts";
import { AppError } from "#layer/errors.ts";
import type { RevocationStore } from "./revocation-store.ts";
import { sessionHash } from "./session-ids.ts";
import type { SessionStore } from "./session-store.ts";
import { subjectsOfSessions } from "./session-subjects.ts";
import type { TokenFamilyStore } from "./token-family-store.ts";

/** Whose sessions are to end. */
export type RevokeTarget =
  | { kind: "tenant"; clientId: string }
  | { kind: "customer"; clientId: string; customerId: string }
  | { kind: "session"; clientId: string; sessionId: string; customerId: string };

export interface RevokeTools {
  sessions: Pick<SessionStore, "get" | "end">;
  families: Pick<TokenFamilyStore, "listSessions" | "revoke">;
  revocations: Pick<RevocationStore, "revoke">;
  audit: Pick<AuditLog, "open">;
  /** The names that the customer may have, today's first; none where no ring is at hand. */
  subjectsOf: (clientId: string, customerId: string) => Promise<readonly string[]>;
  /** Waits until the index shows what was there when the mark was written. */
  settle: () => Promise<void>;
}

/** What a revocation did. */
export interface RevokeCounts {
  /** Whether a mark now ends everything of the tenant or customer that began before it. */
  isMarked: boolean;
  /** Sessions that the index showed; each is ended. */
  sessions: number;
  /** Families of refresh tokens that were alive until now. */
  families: number;
}

const atOnce = 20;

/**
 * Ends sessions for good. The mark is written first, so that everything is over on the next request, whatever the index does not show
 * yet; the sweep over the index, done twice since the index lags behind, then wipes what the rows held. Audited as an operator's doing, before and after; doing it again does no
 * harm and completes what broke off.
 * @throws AppError `subject_unknown` when nobody can say how the audit log names the customer; nothing is revoked
 * @throws AuditDownError when the intent cannot be written; nothing is revoked
 */
export async function revokeSessions(target: RevokeTarget, tools: RevokeTools): Promise<RevokeCounts> {
  const subjects = target.kind === "tenant" ? [] : await namesOf(target, tools);
  const event = eventOf(target, subjects);
  const chain = target.kind === "session" ? sessionChain(target.sessionId) : tenantChain;
  const log = tools.audit.open(target.clientId, chain);
  const { seq: intentSeq } = await log.append({ ...event, phase: "intent" });
  try {
    const counts = await revoke(target, subjects, tools);
    await log.append({ ...event, phase: "outcome", outcome: "ok", intentSeq });
    return counts;
  } catch (error) {
    await log.append({ ...event, phase: "outcome", outcome: "failed", intentSeq }).catch(() => {});
    throw error;
  }
}

async function revoke(
  target: RevokeTarget,
  subjects: readonly string[],
  tools: RevokeTools,
): Promise<RevokeCounts> {
  if (target.kind === "session") {
    return { isMarked: false, ...(await endAll([target.sessionId], target.clientId, tools)) };
  }
  const customerId = target.kind === "customer" ? target.customerId : undefined;
  const marked = target.kind === "customer" ? subjects : [undefined];
  await Promise.all(marked.map((subject) => tools.revocations.revoke(target.clientId, subject)));
  const counts = { isMarked: true, sessions: 0, families: 0 };
  const seen = new Set<string>();
  let batch: string[] = [];
  const flush = async () => {
    const { sessions, families } = await endAll(batch, target.clientId, tools);
    counts.sessions += sessions;
    counts.families += families;
    batch = [];
  };
  for (const pass of ["first", "second"]) {
    if (pass === "second") await tools.settle();
    for await (const { sessionId } of tools.families.listSessions(target.clientId, customerId)) {
      if (seen.has(sessionId)) continue;
      seen.add(sessionId);
      if (batch.push(sessionId) === atOnce) await flush();
    }
    await flush();
  }
  return counts;
}

async function endAll(
  sessionIds: readonly string[],
  clientId: string,
  { sessions, families }: RevokeTools,
): Promise<{ sessions: number; families: number }> {
  const revoked = await Promise.all(
    sessionIds.map(async (sessionId) => {
      const [wasAlive] = await Promise.all([families.revoke(sessionId, clientId), sessions.end(sessionId)]);
      return wasAlive;
    }),
  );
  return { sessions: revoked.length, families: revoked.filter(Boolean).length };
}

function eventOf(target: RevokeTarget, [subject]: readonly string[]): Omit<ChainEvent, "phase"> {
  const actor = "operator" as const;
  if (target.kind === "tenant") return { actor, action: "tenant_revoke" };
  return { actor, subject, action: target.kind === "session" ? "session_revoke" : "customer_revoke" };
}

/** By the keys, and as the customer's live sessions say it. */
async function namesOf(
  target: Exclude<RevokeTarget, { kind: "tenant" }>,
  tools: RevokeTools,
): Promise<string[]> {
  const { clientId, customerId } = target;
  const [byKeys, bySessions] = await Promise.all([
    tools.subjectsOf(clientId, customerId),
    subjectsOfSessions(target, tools),
  ]);
  const names = [...new Set([...byKeys, ...bySessions])];
  if (names.length > 0) return names;
  throw new AppError(
    "subject_unknown",
    "Nobody can name this customer: no live session says how. Set SUBJECT_KEYS or SUBJECT_KEYS_SECRET_ARN.",
  );
}

/**
 * The session of a tenant that has that id, or that hash, by the index.
 * @returns undefined when there is none
 */
export async function findSession(
  clientId: string,
  named: string,
  { families }: Pick<RevokeTools, "families">,
): Promise<Extract<RevokeTarget, { kind: "session" }> | undefined> {
  for await (const { sessionId, customerId } of families.listSessions(clientId)) {
    if (sessionId === named || sessionHash(sessionId) === named) {
      return { kind: "session", clientId, sessionId, customerId };
    }
  }
  return undefined;
}
