import type { AgentBackend } from "#frontend-bff/agent-backend/agent-backend.ts";
import type { AuditLog } from "#layer/audit/audit-log.ts";
import type { BearerVerifier } from "#layer/auth/bearer-verifier.ts";
import type { KeyRing } from "#layer/auth/key-ring.ts";
import type { Clock } from "#layer/clock.ts";
import type { ConversationStore } from "#layer/conversations/conversation-store.ts";
import type { NoteStore } from "#layer/notes/note-store.ts";
import type { ReadableCounters } from "#layer/observability/counters.ts";
import type { Log } from "#layer/observability/log.ts";
import type { RevocationStore } from "#layer/sessions/revocation-store.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import type { TokenFamilyStore } from "#layer/sessions/token-family-store.ts";
import type { TenantDirectory } from "#layer/tenants/tenant-directory.ts";
import type { RateLimits } from "./limits/rate-limits.ts";

/** What the BFF stands on; ports alone, so that tests and `local/start` bring their own. */
export interface BffDependencies {
  sessions: SessionStore;
  families: TokenFamilyStore;
  revocations: RevocationStore;
  conversations: ConversationStore;
  /** For deleting a customer's; the actions write and read them. */
  notes: NoteStore;
  audit: AuditLog;
  tenants: TenantDirectory;
  bearerVerifier: BearerVerifier;
  /** Signs session tokens; the BFF's alone. */
  tokenRing: KeyRing;
  /** Seals the customer's bearer for the actions. */
  sealRing: KeyRing;
  /** Names customers for tokens and the audit log, so that neither says who they are. */
  subjectRing: KeyRing;
  /** Security events and what else the operator watches. */
  counters: ReadableCounters;
  limits: RateLimits;
  /** Its keys, as base64url, are the operators' bearers; without it nobody is one. */
  operatorRing?: KeyRing;
  /** Where the page is served, when a proxy stands before the BFF (see middleware/origins.ts). */
  publicOrigin?: string;
  /** How many proxies of ours stand before the BFF and add to `X-Forwarded-For`; none unless said. */
  trustedProxies?: number;
  agentBackend: AgentBackend;
  clock: Clock;
  log: Log;
  newSessionId: () => string;
  /** A fresh id with that prefix. */
  newId: (prefix: string) => string;
  /** How long an access token lives; fifteen minutes unless said. */
  tokenLifeSeconds?: number;
  /** How far an index may be behind its table; a second unless said. */
  indexLagMs?: number;
  /** The longest that a turn may last; two minutes unless said. */
  turnLimitMs?: number;
  /** Between two heartbeats of a stream; ten seconds unless said. */
  heartbeatMs?: number;
}
