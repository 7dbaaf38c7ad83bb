import type { AgentBackend } from "#frontend-bff/agent-backend/agent-backend.ts";
import type { BearerVerifier } from "#layer/auth/bearer-verifier.ts";
import type { KeyRing } from "#layer/auth/key-ring.ts";
import type { Clock } from "#layer/clock.ts";
import type { Log } from "#layer/observability/log.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import type { TenantDirectory } from "#layer/tenants/tenant-directory.ts";

/** What the BFF stands on; ports alone, so that tests and `local/start` bring their own. */
export interface BffDependencies {
  sessions: SessionStore;
  tenants: TenantDirectory;
  bearerVerifier: BearerVerifier;
  /** Signs session tokens; the BFF's alone. */
  tokenRing: KeyRing;
  /** Seals the customer's bearer for the actions. */
  sealRing: KeyRing;
  agentBackend: AgentBackend;
  clock: Clock;
  log: Log;
  newSessionId: () => string;
  /** A fresh id with that prefix. */
  newId: (prefix: string) => string;
  /** The longest that a turn may last; two minutes unless said. */
  turnLimitMs?: number;
  /** Between two heartbeats of a stream; ten seconds unless said. */
  heartbeatMs?: number;
}
