import { sessionChain } from "#layer/audit/audit-event.ts";
import { makeRefreshToken } from "#layer/auth/refresh-token.ts";
import { sealBearer } from "#layer/auth/seal.ts";
import { subjectOf } from "#layer/auth/subject.ts";
import { nowSeconds } from "#layer/clock.ts";
import { absoluteEndOf, absoluteSeconds } from "#layer/sessions/lifetimes.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { NewSession } from "#layer/sessions/session-store.ts";
import { RefusalError, UnauthorizedError } from "../refusal.ts";
import type { CustomerCaller, RouteTools } from "../route.ts";
import { audited } from "./audited.ts";
import type { OpenSession } from "./signed-in.ts";

/** A revocation that falls into a sign-in is rare; several in a row are not a coincidence. */
const mostTries = 3;

/**
 * A new session of the customer, in their current conversation, with its token family. One into whose making a revocation or
 * purge falls is taken back and made anew, so that nothing is left behind of before.
 * @throws UnauthorizedError when the bearer ends too soon; RefusalError `upstream_down` when revocations keep coming
 */
export async function openSession(
  caller: CustomerCaller,
  requestId: string,
  tools: RouteTools,
): Promise<OpenSession> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const opened = await tryToOpen(caller, requestId, tools);
    if (opened) return opened;
  }
  throw new RefusalError("upstream_down");
}

async function tryToOpen(
  { bearer, bearerExpiresAt, customerId, tenant: { client_id: clientId } }: CustomerCaller,
  requestId: string,
  tools: RouteTools,
): Promise<OpenSession | undefined> {
  const { sessions, families, revocations, conversations, clock } = tools;
  const absoluteEnd = livingEnd(absoluteEndOf(nowSeconds(clock), bearerExpiresAt), clock);
  const sessionId = tools.newSessionId();
  const chain = tools.audit.open(clientId, sessionChain(sessionId));
  const subject = await subjectOf(tools.subjectRing, clientId, customerId);
  const [marks, conversation, sealedBearer, refresh] = await Promise.all([
    revocations.read(clientId, subject),
    conversations.open({ clientId, customerId }, tools.newId("c")),
    sealBearer(tools.sealRing, sessionId, bearer),
    makeRefreshToken(tools.tokenRing, { sessionId, clientId, generation: 1 }),
  ]);
  const fresh: NewSession = {
    sessionId,
    clientId,
    customerId,
    subject,
    marks,
    conversationId: conversation.conversationId,
    agentSessionId: tools.newId("a"),
    sealedBearer,
    absoluteEnd,
  };
  return audited(chain, { subject, action: "session_create", requestId }, async () => {
    // First the family: by its index a deletion finds the session, even one whose making broke off.
    await families.create({
      sessionId,
      clientId,
      customerId,
      head: refresh.stored,
      rotatedAtMs: clock.nowMs(),
      // The bearer's own end is the session's affair: a later sign-in may bring a longer one.
      absoluteEnd: nowSeconds(clock) + absoluteSeconds,
    });
    const session = await sessions.create(fresh);
    if (!isRevoked(marks, await revocations.read(clientId, subject))) {
      return { session, refreshToken: refresh.token };
    }
    await Promise.all([sessions.remove(sessionId), families.remove(sessionId, clientId)]);
    return undefined;
  });
}

/** @throws UnauthorizedError when the bearer ends too soon for a session of any length */
export function livingEnd(absoluteEnd: number, clock: RouteTools["clock"]): number {
  if (absoluteEnd <= nowSeconds(clock)) throw new UnauthorizedError();
  return absoluteEnd;
}
