import fc from "fast-check";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpBearerVerifier } from "#layer/auth/http-bearer-verifier.ts";
import { SessionTokenError, verifySessionToken } from "#layer/auth/session-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startJwksServer } from "#tests/builders/jwks-server.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";
import { claimMutants, goodSessionClaims, mutant } from "./token-mutants.ts";

/** 40,000 changed texts, 6,000 changed claims and headers under the right key, and 4,000 changed bearers: 50,000. */
const runs = { texts: 40_000, signed: 6_000, bearers: 4_000 };

const clock = settableClock();
const ring = testKeyRing("k1", "k2");

async function signed(claims: Record<string, unknown>, header: Record<string, unknown> = {}) {
  const { kid, key } = await ring.current();
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "pf360-session+jwt", kid, ...header })
    .sign(key);
}

const accepts = (token: string) =>
  verifySessionToken({ ring, clock }, token, { purpose: "stream" }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof SessionTokenError) return false;
      throw error;
    },
  );

describe("a session token", () => {
  const claims = goodSessionClaims({ sessionId: newSessionId(), now: nowSeconds(clock) });

  it("is taken as it was made", async () => {
    expect(await accepts(await signed(claims))).toBe(true);
  });

  it("is refused however its text is changed", async () => {
    const good = await signed(claims);

    await fc.assert(
      fc.asyncProperty(mutant(good), async (text) => {
        fc.pre(text !== good);
        expect(await accepts(text)).toBe(false);
      }),
      { numRuns: runs.texts },
    );
    expect(await accepts(good)).toBe(true);
  }, 120_000);

  it("is refused with any claim or header that is not ours, though our own key signed it", async () => {
    await fc.assert(
      fc.asyncProperty(claimMutants(claims), async ({ claims: changed, header }) => {
        expect(await accepts(await signed(changed, header))).toBe(false);
      }),
      { numRuns: runs.signed },
    );
  }, 120_000);
});

describe("a customer's bearer", () => {
  let jwks: Awaited<ReturnType<typeof startJwksServer>>;
  let good: string;
  beforeAll(async () => {
    const { publicKey, privateKey } = await generateKeyPair("ES256");
    jwks = await startJwksServer([{ ...(await exportJWK(publicKey)), kid: "i1", alg: "ES256", use: "sig" }]);
    good = await new SignJWT({ sub: "u1", customer_id: "1001", client_id: "EASTHOME" })
      .setProtectedHeader({ alg: "ES256", kid: "i1" })
      .setIssuer("https://issuer.example.com")
      .setAudience("pf360")
      .setExpirationTime(nowSeconds(clock) + 3600)
      .sign(privateKey);
  });
  afterAll(() => jwks.close());

  it("is refused however its text is changed", async () => {
    const verifier = createHttpBearerVerifier({
      jwksUrl: jwks.url,
      issuer: "https://issuer.example.com",
      audience: "pf360",
      clock,
    });
    const outcomeOf = async (bearer: string) => (await verifier.verify(bearer)).outcome;
    expect(await outcomeOf(good)).toBe("verified");

    await fc.assert(
      fc.asyncProperty(mutant(good), async (text) => {
        fc.pre(text !== good);
        expect(await outcomeOf(text)).toBe("refused");
      }),
      { numRuns: runs.bearers },
    );
    expect(await outcomeOf(good)).toBe("verified");
  }, 120_000);
});
