import { sessionChain, tenantChain } from "#layer/audit/audit-event.ts";
import { sealBearer } from "#layer/auth/seal.ts";
import { SessionTokenError, tokenPurposes, verifySessionToken } from "#layer/auth/session-token.ts";
import { subjectOf } from "#layer/auth/subject.ts";
import { absoluteEndOf, absoluteSeconds } from "#layer/sessions/lifetimes.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { TokenFamily } from "#layer/sessions/token-family-store.ts";
import type { CustomerCaller, RouteTools } from "../route.ts";
import { audited } from "./audited.ts";
import { nextGeneration } from "./newest-refresh-token.ts";
import { livingEnd } from "./open-session.ts";
import type { OpenSession } from "./signed-in.ts";

/**
 * The session of an earlier access token, of either purpose and expired or not, with the caller's new bearer, if it and its
 * conversation still live and it is theirs; undefined otherwise. The eight hours count from the first sign-in, so renewing
 * does not stretch them.
 */
export async function renewSession(
  oldToken: string,
  caller: CustomerCaller,
  requestId: string,
  tools: RouteTools,
): Promise<OpenSession | undefined> {
  const found = await findOwn(oldToken, caller, requestId, tools);
  if (!found) return undefined;
  const { session, family } = found;
  const { sessionId, clientId, subject } = session;
  const absoluteEnd = livingEnd(absoluteEndOf(session.createdAt, caller.bearerExpiresAt), tools.clock);
  const [sealedBearer, conversation] = await Promise.all([
    sealBearer(tools.sealRing, sessionId, caller.bearer),
    tools.conversations.get(session, session.conversationId),
  ]);
  if (!conversation) return undefined;
  const chain = tools.audit.open(clientId, sessionChain(sessionId));
  return audited(chain, { subject, action: "session_refresh", requestId }, async () => {
    const refreshToken = await nextGeneration(family, tools);
    if (refreshToken === undefined) return undefined;
    const isRenewed = await tools.sessions.renew(sessionId, { sealedBearer, absoluteEnd });
    return isRenewed ? { session: { ...session, absoluteEnd }, refreshToken } : undefined;
  });
}

async function findOwn(
  token: string,
  { customerId, tenant: { client_id: clientId } }: CustomerCaller,
  requestId: string,
  tools: RouteTools,
): Promise<{ session: Session; family: TokenFamily } | undefined> {
  const claims = await verifySessionToken({ ring: tools.tokenRing, clock: tools.clock }, token, {
    purpose: tokenPurposes,
    expiredSeconds: absoluteSeconds,
  }).catch((error: unknown) => {
    if (error instanceof SessionTokenError) return undefined;
    throw error;
  });
  if (!claims) return undefined;
  const [session, family, standing] = await Promise.all([
    tools.sessions.get(claims.sessionId),
    tools.families.get(claims.sessionId, claims.clientId),
    tools.revocations.read(clientId, claims.subject),
  ]);
  if (claims.clientId !== clientId || (session && session.customerId !== customerId)) {
    await tellOfStranger(claims.clientId !== clientId);
    return undefined;
  }
  const isGood =
    session?.clientId === clientId &&
    session.subject === claims.subject &&
    session.version === claims.version;
  if (!isGood || isRevoked(session.marks, standing)) return undefined;
  return family && family.revokedAt === undefined ? { session, family } : undefined;

  /** A good token of somebody else: whoever signs in now has, or had, a session that is not theirs. */
  async function tellOfStranger(isOtherTenants: boolean): Promise<void> {
    tools.counters.count(isOtherTenants ? "cross_tenant" : "identity_mismatch");
    await tools.audit.append({
      clientId,
      chain: tenantChain,
      subject: await subjectOf(tools.subjectRing, clientId, customerId),
      action: isOtherTenants ? "cross_tenant_attempt" : "identity_mismatch",
      phase: "event",
      outcome: "refused",
      requestId,
    });
  }
}
