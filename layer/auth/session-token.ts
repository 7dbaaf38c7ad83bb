import { errors, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { sessionIdForm } from "#layer/domain/references.ts";
import { AppError } from "#layer/errors.ts";
import type { KeyRing } from "./key-ring.ts";
import { hasTokenForm } from "./token-form.ts";

const algorithm = "HS256";
const tokenType = "pf360-session+jwt";
const issuer = "pf360-bff";
const audience = "pf360-bff";

/** A session token lives 15 minutes unless said, at most that, and no longer than its session. */
export const tokenLifeSeconds = 15 * 60;
export const shortestTokenLifeSeconds = 5 * 60;
/** How far two clocks of ours may be apart. */
const skewSeconds = 5;

/** What a token may be used for; a route asks for one of these: turns (`stream`), or everything else (`manage`). */
export const tokenPurposes = ["stream", "manage"] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

const claims = z.strictObject({
  iss: z.literal(issuer),
  aud: z.literal(audience),
  sid: z.string().regex(sessionIdForm),
  tenant: z.string().min(1).max(64),
  sub: z.string().min(1).max(100),
  ver: z.number().int().positive(),
  purpose: z.enum(tokenPurposes),
  iat: z.number().int(),
  exp: z.number().int(),
  jti: z.string().min(1).max(64),
});

/** What a verified token says. */
export interface SessionClaims {
  sessionId: string;
  clientId: string;
  /** The customer's HMAC; must be the session row's own. */
  subject: string;
  /** Must be the session row's own version. */
  version: number;
  purpose: TokenPurpose;
  /** Epoch seconds, like `expiresAt`. */
  issuedAt: number;
  expiresAt: number;
}

/** Why a token is refused: for our counters alone, never told to whoever presented it. */
export type TokenRefusal = "token_expired" | "wrong_purpose" | "token_refused";

/** The token is not a good one of ours. Reads the same for every reason. */
export class SessionTokenError extends AppError {
  readonly refusal: TokenRefusal;
  constructor(refusal: TokenRefusal = "token_refused") {
    super("session_token", "the session token is not valid");
    this.refusal = refusal;
  }
}

export interface TokenTools {
  ring: KeyRing;
  clock: Clock;
}

/**
 * Signs a token for a session, with the ring's current key. `jti` is its own id; it ends by `absoluteEnd` at the latest. The
 * same at the same time is the same token.
 */
export async function mintSessionToken(
  { ring, clock }: TokenTools,
  session: { sessionId: string; clientId: string; subject: string; version: number; absoluteEnd: number },
  {
    purpose,
    jti,
    lifeSeconds = tokenLifeSeconds,
  }: { purpose: TokenPurpose; jti: string; lifeSeconds?: number | undefined },
): Promise<{ token: string; expiresAt: number }> {
  const { kid, key } = await ring.current();
  const issuedAt = nowSeconds(clock);
  const expiresAt = Math.min(issuedAt + lifeSeconds, session.absoluteEnd);
  const body: z.input<typeof claims> = {
    iss: issuer,
    aud: audience,
    sid: session.sessionId,
    tenant: session.clientId,
    sub: session.subject,
    ver: session.version,
    purpose,
    iat: issuedAt,
    exp: expiresAt,
    jti,
  };
  const token = await new SignJWT(body).setProtectedHeader({ alg: algorithm, typ: tokenType, kid }).sign(key);
  return { token, expiresAt };
}

/**
 * Verifies a token: form, key, signature, type, issuer, audience, purpose, times, and the type of every claim.
 * `expiredSeconds` lets a token through that ended no longer ago than that, for renewing a session with it.
 * @throws SessionTokenError for every reason alike
 */
export async function verifySessionToken(
  { ring, clock }: TokenTools,
  token: string,
  {
    purpose,
    expiredSeconds = 0,
  }: { purpose: TokenPurpose | readonly TokenPurpose[]; expiredSeconds?: number },
): Promise<SessionClaims> {
  const purposes: readonly TokenPurpose[] = typeof purpose === "string" ? [purpose] : purpose;
  if (!hasTokenForm(token, [algorithm])) throw new SessionTokenError();
  const payload = await verifySignature({ ring, clock }, token, expiredSeconds);
  const parsed = claims.safeParse(payload);
  if (!parsed.success) throw new SessionTokenError();
  const { sid, tenant, sub, ver, exp, iat } = parsed.data;
  const isTimely = iat <= nowSeconds(clock) + skewSeconds && exp - iat <= tokenLifeSeconds && exp > iat;
  if (!isTimely) throw new SessionTokenError();
  if (!purposes.includes(parsed.data.purpose)) throw new SessionTokenError("wrong_purpose");
  return {
    sessionId: sid,
    clientId: tenant,
    subject: sub,
    version: ver,
    purpose: parsed.data.purpose,
    issuedAt: iat,
    expiresAt: exp,
  };
}

async function verifySignature(
  { ring, clock }: TokenTools,
  token: string,
  expiredSeconds: number,
): Promise<unknown> {
  const keyOf = async ({ kid }: { kid?: string }) => {
    const key = kid === undefined ? undefined : await ring.get(kid);
    if (!key) throw new SessionTokenError();
    return key;
  };
  try {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: [algorithm],
      typ: tokenType,
      issuer,
      audience,
      requiredClaims: ["sid", "tenant", "sub", "ver", "purpose", "iat", "exp", "jti"],
      clockTolerance: skewSeconds + expiredSeconds,
      currentDate: new Date(clock.nowMs()),
    });
    return payload;
  } catch (error) {
    // Our own keys out of reach is our failure, not the token's.
    if (error instanceof AppError && error.code === "config") throw error;
    throw new SessionTokenError(error instanceof errors.JWTExpired ? "token_expired" : "token_refused");
  }
}
