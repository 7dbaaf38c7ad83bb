import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import * as z from "zod";
import type { Clock } from "#layer/clock.ts";
import type { BearerVerdict, BearerVerifier } from "./bearer-verifier.ts";
import { hasTokenForm } from "./token-form.ts";

const algorithms = ["RS256", "ES256"];
const skewSeconds = 5;
const jwksTimeoutMs = 5_000;

/** The issuer's claims that we use; it writes customer ids as text or as a number. */
const claims = z.object({
  sub: z.string().min(1).max(256),
  customer_id: z.union([
    z.string().regex(/^\d{1,20}$/),
    z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER).transform(String),
  ]),
  client_id: z.string().min(1).max(64),
  exp: z.number().int(),
});

interface Options {
  jwksUrl: string;
  issuer: string;
  audience: string;
  clock: Clock;
  timeoutMs?: number;
}

/** Thrown by the key look-up, so that it is told apart from a bad token. */
class IssuerDownError extends Error {}

/** Verifies bearers against the issuer's published keys, which the library keeps for ten minutes. */
export function createHttpBearerVerifier(options: Options): BearerVerifier {
  const { jwksUrl, issuer, audience, clock, timeoutMs = jwksTimeoutMs } = options;
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: timeoutMs });
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      throw isTokensFault(error) ? error : new IssuerDownError();
    }
  };

  async function verify(bearer: string): Promise<BearerVerdict> {
    if (!hasTokenForm(bearer, algorithms)) return { outcome: "refused" };
    const { payload } = await jwtVerify(bearer, keyOf, {
      algorithms,
      issuer,
      audience,
      requiredClaims: ["exp", "sub"],
      clockTolerance: skewSeconds,
      currentDate: new Date(clock.nowMs()),
    });
    const { data } = claims.safeParse(payload);
    if (!data) return { outcome: "refused" };
    const customer = { customerId: data.customer_id, clientId: data.client_id, expiresAt: data.exp };
    return { outcome: "verified", customer };
  }

  return {
    verify: (bearer) =>
      verify(bearer).catch((error: unknown) => ({
        outcome: error instanceof IssuerDownError ? "issuer_down" : "refused",
      })),
  };
}

/** The issuer answered, and holds no key for this token. */
function isTokensFault(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}
