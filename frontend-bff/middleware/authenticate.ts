import { SessionTokenError, type TokenPurpose, verifySessionToken } from "#layer/auth/session-token.ts";
import type { BffDependencies } from "../dependencies.ts";
import { RefusalError, UnauthorizedError } from "../refusal.ts";
import type { CustomerCaller, SessionCaller } from "../route.ts";

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

/**
 * The live session whose token the request carries. The row decides: its tenant and version must be the token's.
 * @throws UnauthorizedError for every reason alike
 */
export async function authenticateSession(
  request: Request,
  {
    sessions,
    tenants,
    tokenRing,
    clock,
  }: Pick<BffDependencies, "sessions" | "tenants" | "tokenRing" | "clock">,
  purpose: TokenPurpose = "chat",
): Promise<SessionCaller> {
  const token = bearerOf(request);
  const claims = await verifySessionToken({ ring: tokenRing, clock }, token, { purpose }).catch(
    refuseBadToken,
  );
  const [session, tenant] = await Promise.all([sessions.get(claims.sessionId), tenants.get(claims.clientId)]);
  const isTheirs = session?.clientId === claims.clientId && session.version === claims.version;
  if (!session || !tenant || !isTheirs) throw new UnauthorizedError();
  return { session, tenant };
}

const authorization = /^Bearer ([A-Za-z0-9._~+/-]{1,8192}=*)$/i;

function bearerOf(request: Request): string {
  const token = authorization.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw new UnauthorizedError();
  return token;
}

function refuseBadToken(error: unknown): never {
  throw error instanceof SessionTokenError ? new UnauthorizedError() : error;
}
