import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from "jose";
import * as z from "zod";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import type { SampleIdentity } from "#layer/pf360/sample/engine.ts";
import type { HttpAnswer } from "./answer.ts";

/** The audience of the simulator's tokens. */
export const pf360Audience = "pf360-customer";
export const discoveryPath = "/.well-known/openid-configuration";
export const jwksPath = "/.well-known/jwks.json";

/** PF360's own tokens live 12 to 15 hours. */
const defaultLifeSeconds = 12 * 3600;
const algorithm = "ES256";

const claims = z.object({ sub: z.string(), customer_id: z.coerce.string(), client_id: z.string() });

/** An OpenID-style issuer of customers' bearers; its key is made at the start and never leaves the process. */
export interface Issuer {
  /** A signed bearer; a negative life gives one that has expired. */
  issue(identity: SampleIdentity, lifeSeconds?: number): Promise<string>;
  /** Whom a bearer names; undefined for whatever this issuer did not sign, or that has expired. */
  verify(bearer: string): Promise<SampleIdentity | undefined>;
  /** The discovery document or the keys; undefined for any other path. */
  answer(method: string, pathname: string): HttpAnswer | undefined;
}

interface Options {
  /** The `iss` claim; asked at each use, since the port may be known late. */
  issuerUrl: () => string;
  /** Where the keys are found. */
  baseUrl: () => string;
  clock: Clock;
}

export async function createIssuer({ issuerUrl, baseUrl, clock }: Options): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const kid = crypto.randomUUID();
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: "sig" }] };
  const keys = createLocalJWKSet(jwks);

  return {
    issue({ clientId, customerId }, lifeSeconds = defaultLifeSeconds) {
      const now = nowSeconds(clock);
      // An expired bearer was issued before it expired.
      const issuedAt = Math.min(now, now + lifeSeconds);
      return new SignJWT({ customer_id: Number(customerId), client_id: clientId })
        .setProtectedHeader({ alg: algorithm, kid, typ: "JWT" })
        .setSubject(`customer-${customerId}`)
        .setIssuer(issuerUrl())
        .setAudience(pf360Audience)
        .setJti(crypto.randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(now + lifeSeconds)
        .sign(privateKey);
    },
    async verify(bearer) {
      const payload = await jwtVerify<JWTPayload>(bearer, keys, {
        issuer: issuerUrl(),
        audience: pf360Audience,
        algorithms: [algorithm],
        requiredClaims: ["exp"],
        currentDate: new Date(clock.nowMs()),
      }).then(
        (verified) => verified.payload,
        () => undefined,
      );
      const parsed = claims.safeParse(payload);
      return parsed.success
        ? { clientId: parsed.data.client_id, customerId: parsed.data.customer_id }
        : undefined;
    },
    answer(method, pathname) {
      if (method !== "GET") return undefined;
      if (pathname === jwksPath) return { status: 200, body: jwks };
      if (pathname !== discoveryPath) return undefined;
      return {
        status: 200,
        body: {
          issuer: issuerUrl(),
          jwks_uri: `${baseUrl()}${jwksPath}`,
          id_token_signing_alg_values_supported: [algorithm],
          response_types_supported: ["token"],
          subject_types_supported: ["public"],
        },
      };
    },
  };
}
