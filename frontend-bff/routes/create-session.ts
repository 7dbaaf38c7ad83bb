import * as z from "zod";
import { sealBearer } from "#layer/auth/seal.ts";
import { mintSessionToken, SessionTokenError, verifySessionToken } from "#layer/auth/session-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { absoluteEndOf, absoluteSeconds } from "#layer/sessions/lifetimes.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import { readBody } from "../read-body.ts";
import { UnauthorizedError } from "../refusal.ts";
import type { CustomerCaller, Route, RouteTools } from "../route.ts";

const body = z.strictObject({ token: z.string().min(1).max(8192).optional() });
const mostBytes = 16 * 1024;

/**
 * `POST /api/session`: the customer's bearer for a session of ours. With an earlier session token, expired or not, the
 * same session comes back with the new bearer, if it still lives and is this customer's; else a new one is made.
 */
export const createSession: Route = {
  method: "POST",
  path: "/api/session",
  access: "customer",
  async handle({ request, caller }, tools) {
    const { token: oldToken } = hasBody(request) ? await readBody(request, body, mostBytes) : {};
    const old = oldToken === undefined ? undefined : await findOwnSession(oldToken, caller, tools);
    const session = (old && (await renew(old, caller, tools))) ?? (await open(caller, tools));
    const { token, expiresAt } = await mintSessionToken(
      { ring: tools.tokenRing, clock: tools.clock },
      session,
      {
        purpose: "chat",
        jti: tools.newId("t"),
      },
    );
    return Response.json({
      token,
      expires_at: expiresAt,
      session_id: session.sessionId,
      conversation_id: session.conversationId,
    });
  },
};

function hasBody(request: Request): boolean {
  return request.body !== null && request.headers.get("content-length") !== "0";
}

/** The live session of an old token, if it is this customer's. Whose else it may be is nobody's affair: then undefined. */
async function findOwnSession(
  token: string,
  { customerId, tenant }: CustomerCaller,
  { tokenRing, clock, sessions }: RouteTools,
): Promise<Session | undefined> {
  const claims = await verifySessionToken({ ring: tokenRing, clock }, token, {
    purpose: "chat",
    expiredSeconds: absoluteSeconds,
  }).catch((error: unknown) => {
    if (error instanceof SessionTokenError) return undefined;
    throw error;
  });
  const session = claims && (await sessions.get(claims.sessionId));
  const isOwn =
    session?.customerId === customerId &&
    session.clientId === tenant.client_id &&
    session.version === claims?.version;
  return isOwn ? session : undefined;
}

/** The eight hours count from the first sign-in, so renewing does not stretch them. */
async function renew(
  session: Session,
  { bearer, bearerExpiresAt }: CustomerCaller,
  { sealRing, sessions, clock }: RouteTools,
): Promise<Session | undefined> {
  const absoluteEnd = livingEnd(absoluteEndOf(session.createdAt, bearerExpiresAt), clock);
  const sealedBearer = await sealBearer(sealRing, session.sessionId, bearer);
  const isRenewed = await sessions.renew(session.sessionId, { sealedBearer, absoluteEnd });
  return isRenewed ? { ...session, absoluteEnd } : undefined;
}

async function open(
  { bearer, bearerExpiresAt, customerId, tenant }: CustomerCaller,
  { sealRing, sessions, clock, newSessionId, newId }: RouteTools,
): Promise<Session> {
  const absoluteEnd = livingEnd(absoluteEndOf(nowSeconds(clock), bearerExpiresAt), clock);
  const sessionId = newSessionId();
  return sessions.create({
    sessionId,
    clientId: tenant.client_id,
    customerId,
    conversationId: newId("c"),
    agentSessionId: newId("a"),
    sealedBearer: await sealBearer(sealRing, sessionId, bearer),
    absoluteEnd,
  });
}

/** @throws UnauthorizedError when the bearer ends too soon for a session of any length */
function livingEnd(absoluteEnd: number, clock: RouteTools["clock"]): number {
  if (absoluteEnd <= nowSeconds(clock)) throw new UnauthorizedError();
  return absoluteEnd;
}
