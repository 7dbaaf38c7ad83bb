import { sessionChain } from "#layer/audit/audit-event.ts";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import { RefreshTokenError, readRefreshToken } from "#layer/auth/refresh-token.ts";
import { subjectOf } from "#layer/auth/subject.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import { judgeRefresh } from "#layer/sessions/judge-refresh.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { TokenFamily } from "#layer/sessions/token-family-store.ts";
import { RefusalError } from "../refusal.ts";
import type { RouteTools } from "../route.ts";
import { audited } from "./audited.ts";
import { newestAgain, rotateFamily } from "./newest-refresh-token.ts";
import type { OpenSession } from "./signed-in.ts";

/** Who loses a race reads again and finds the winner's token; a second loss takes a third tab within the same moment. */
const mostTries = 5;

export type RefreshTools = Pick<
  RouteTools,
  | "tokenRing"
  | "subjectRing"
  | "families"
  | "sessions"
  | "tenants"
  | "revocations"
  | "audit"
  | "counters"
  | "clock"
  | "log"
>;

/**
 * The session of a refresh token and the next token of its family, or the same next one once more within the grace. Undefined
 * when the token is not good or its session is over. A reuse ends the family and the session before this answers. Neither
 * the idle end nor the absolute end moves. `hold` may throw; it is called once, when the session is known and before anything is
 * changed.
 * @throws RefusalError `upstream_down` when others were always first
 */
export async function refreshFamily(
  token: string,
  { requestId, hold }: { requestId: string; hold: (tenant: Tenant, session: Session) => Promise<void> },
  tools: RefreshTools,
): Promise<OpenSession | undefined> {
  const presented = await readRefreshToken(tools.tokenRing, token).catch((error: unknown) => {
    if (error instanceof RefreshTokenError) return undefined;
    throw error;
  });
  if (!presented) return undefined;
  const { sessionId, clientId } = presented;
  let held: Promise<void> | undefined;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const [family, session, tenant] = await Promise.all([
      tools.families.get(sessionId, clientId),
      tools.sessions.get(sessionId),
      tools.tenants.get(clientId),
    ]);
    const verdict = judgeRefresh(presented, family, tools.clock.nowMs());
    if (!family) return undefined;
    if (verdict === "reuse") return endReused(family, requestId, tools);
    // Whoever revoked it may not have come to ending the session.
    if (family.revokedAt !== undefined && session) await tools.sessions.end(sessionId);
    if (verdict === "refuse" || !session || !tenant) return undefined;
    if (isRevoked(session.marks, await tools.revocations.read(clientId, session.subject))) {
      return undefined;
    }
    held ??= hold(tenant, session);
    await held;
    const refreshToken =
      verdict === "repeat"
        ? await newestAgain(family, tools)
        : await rotateAudited(family, session, requestId, tools);
    if (refreshToken !== undefined) return { session, refreshToken };
    if (verdict === "repeat") return undefined;
  }
  throw new RefusalError("upstream_down");
}

function rotateAudited(family: TokenFamily, { subject }: Session, requestId: string, tools: RefreshTools) {
  const chain = tools.audit.open(family.clientId, sessionChain(family.sessionId));
  return audited(chain, { subject, action: "session_refresh", requestId }, () => rotateFamily(family, tools));
}

/** First the end, then the talk of it: an audit log that is down must not keep a thief signed in. */
async function endReused(family: TokenFamily, requestId: string, tools: RefreshTools): Promise<undefined> {
  const { sessionId, clientId, customerId } = family;
  const [isNews] = await Promise.all([
    tools.families.revoke(sessionId, clientId),
    tools.sessions.end(sessionId),
  ]);
  if (!isNews) return undefined;
  tools.counters.count("refresh_reuse");
  try {
    await tools.audit.append({
      clientId,
      chain: sessionChain(sessionId),
      subject: await subjectOf(tools.subjectRing, clientId, customerId),
      action: "refresh_reuse",
      phase: "event",
      outcome: "refused",
      requestId,
    });
  } catch (error) {
    if (!(error instanceof AuditDownError)) throw error;
    tools.log("error", "audit-failed", { request: requestId, error: error.name });
  }
  return undefined;
}
