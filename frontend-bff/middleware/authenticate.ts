import {
  type SessionClaims,
  SessionTokenError,
  type TokenPurpose,
  verifySessionToken,
} from "#layer/auth/session-token.ts";
import type { CounterName } from "#layer/observability/counters.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { BffDependencies } from "../dependencies.ts";
import { RefusalError, UnauthorizedError } from "../refusal.ts";
import type { CustomerCaller, RouteTools, SessionCaller } from "../route.ts";
import type { Admission } from "./admission.ts";

/**
 * The customer whose bearer the request carries, of a tenant that we know.
 * @throws UnauthorizedError for every reason that lies with the bearer; RefusalError `upstream_down` when its issuer
 * cannot be asked
 */
export async function authenticateCustomer(
  request: Request,
  { bearerVerifier, tenants }: Pick<BffDependencies, "bearerVerifier" | "tenants">,
): Promise<CustomerCaller> {
  const bearer = bearerOf(request);
  const verdict = await bearerVerifier.verify(bearer);
  if (verdict.outcome === "issuer_down") throw new RefusalError("upstream_down");
  if (verdict.outcome === "refused") throw new UnauthorizedError();
  const { customerId, clientId, expiresAt } = verdict.customer;
  const tenant = await tenants.get(clientId);
  if (!tenant) throw new UnauthorizedError();
  return { bearer, customerId, tenant, bearerExpiresAt: expiresAt };
}

type SessionTools = Pick<
  RouteTools,
  "sessions" | "families" | "revocations" | "tenants" | "tokenRing" | "clock"
>;

/**
 * The live session whose token the request carries, and one request more on its count. The rows decide: tenant, customer and
 * version must be the token's, the family must not be revoked, and no revocation mark newer than the sign-in may stand. All
 * is read at the same time, and the limits' points are taken meanwhile.
 * @throws UnauthorizedError for every reason alike
 */
export async function authenticateSession(
  request: Request,
  tools: SessionTools,
  purpose: TokenPurpose,
  admission: Admission,
): Promise<SessionCaller> {
  const claims = await verifySessionToken({ ring: tools.tokenRing, clock: tools.clock }, bearerOf(request), {
    purpose,
  }).catch((error: unknown) => {
    if (!(error instanceof SessionTokenError)) throw error;
    throw new UnauthorizedError(error.refusal);
  });
  admission.check(claims);
  const { sessionId, clientId } = claims;
  const [session, isInUse, tenant, marks] = await Promise.all([
    tools.sessions.get(sessionId),
    tools.families.use(sessionId, clientId),
    tools.tenants.get(clientId),
    tools.revocations.read(clientId, claims.subject),
    admission.admit(claims),
  ]);
  if (!session || !isInUse || !tenant || !isTheirs(claims, session)) throw new UnauthorizedError();
  if (isRevoked(session.marks, marks)) throw new UnauthorizedError();
  return { session, tenant, tokenIssuedAt: claims.issuedAt };
}

function isTheirs({ clientId, subject, version }: SessionClaims, session: Session): boolean {
  return session.clientId === clientId && session.subject === subject && session.version === version;
}

const authorization = /^Bearer ([A-Za-z0-9._~+/-]{1,8192}=*)$/i;

/** @throws UnauthorizedError when there is none, or none of a bearer's form */
export function bearerOf(request: Request, counted?: CounterName): string {
  const token = authorization.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw new UnauthorizedError(counted);
  return token;
}
