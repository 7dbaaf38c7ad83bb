import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpBearerVerifier } from "#layer/auth/http-bearer-verifier.ts";
import { nowSeconds } from "#layer/clock.ts";
import { settableClock } from "#tests/builders/clock.ts";

const clock = settableClock();
const rsa = await generateKeyPair("RS256", { extractable: true });
const ec = await generateKeyPair("ES256", { extractable: true });
const stranger = await generateKeyPair("RS256");
const jwks = JSON.stringify({
  keys: [
    { ...(await exportJWK(rsa.publicKey)), kid: "rsa", use: "sig", alg: "RS256" },
    { ...(await exportJWK(ec.publicKey)), kid: "ec", use: "sig", alg: "ES256" },
  ],
});

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/silent") return;
    response.statusCode = request.url === "/broken" ? 503 : 200;
    response.end(request.url === "/garbage" ? "<html>" : jwks);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const verifierAt = (path: string, jwksUrl = `${base}${path}`) =>
  createHttpBearerVerifier({
    jwksUrl,
    issuer: "https://issuer.example.com",
    audience: "pf360-customer",
    clock,
    timeoutMs: 200,
  });

function bearer(
  change: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  key: CryptoKey = rsa.privateKey,
) {
  const claims = {
    iss: "https://issuer.example.com",
    aud: "pf360-customer",
    sub: "customer-1001",
    customer_id: 1001,
    client_id: "EASTHOME",
    exp: nowSeconds(clock) + 3600,
    ...change,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "rsa", ...header }).sign(key);
}

describe("the customer's bearer", () => {
  it.each<[string, () => Promise<string>]>([
    ["signed with RS256", () => bearer()],
    ["signed with ES256", () => bearer({}, { alg: "ES256", kid: "ec" }, ec.privateKey)],
    ["whose customer id is text", () => bearer({ customer_id: "1001" })],
    ["for several audiences", () => bearer({ aud: ["other", "pf360-customer"] })],
    ["with claims of the issuer's own", () => bearer({ scope: "openid", name: null })],
  ])("%s says customer and tenant", async (_what, make) => {
    const verdict = await verifierAt("/jwks").verify(await make());

    expect(verdict).toEqual({
      outcome: "verified",
      customer: { customerId: "1001", clientId: "EASTHOME", expiresAt: nowSeconds(clock) + 3600 },
    });
  });

  it.each<[string, () => Promise<string>]>([
    ["garbage", async () => "garbage"],
    ["of another issuer", () => bearer({ iss: "https://other.example.com" })],
    ["for another audience", () => bearer({ aud: "other" })],
    ["that has expired", () => bearer({ exp: nowSeconds(clock) - 60 })],
    ["without an end", () => bearer({ exp: undefined })],
    ["of nobody", () => bearer({ sub: undefined })],
    ["without a customer", () => bearer({ customer_id: undefined })],
    ["whose customer id would rewrite a path", () => bearer({ customer_id: "1001/../2002" })],
    ["whose customer id is a fraction", () => bearer({ customer_id: 10.5 })],
    ["without a tenant", () => bearer({ client_id: "" })],
    ["of an unknown key", () => bearer({}, { kid: "other" })],
    ["without a key id", () => bearer({}, { kid: undefined })],
    ["signed by a stranger under our issuer's key id", () => bearer({}, {}, stranger.privateKey)],
    [
      "signed with the public key as a shared secret",
      () =>
        new SignJWT({ sub: "x" })
          .setProtectedHeader({ alg: "HS256", kid: "rsa" })
          .sign(Buffer.from(jwks.slice(0, 64))),
    ],
    [
      "of an algorithm that is not pinned",
      async () =>
        (await bearer()).replace(/^[^.]+/, Buffer.from('{"alg":"RS512","kid":"rsa"}').toString("base64url")),
    ],
    ["with padding", async () => `${await bearer()}=`],
  ])("%s is refused", async (_what, make) => {
    const verdict = await verifierAt("/jwks").verify(await make());

    expect(verdict).toEqual({ outcome: "refused" });
  });

  it.each([
    ["answers 503", () => verifierAt("/broken")],
    ["answers garbage", () => verifierAt("/garbage")],
    ["does not answer", () => verifierAt("/silent")],
    ["cannot be reached", () => verifierAt("", "http://127.0.0.1:1/jwks")],
  ])("is neither trusted nor refused while its issuer %s", async (_what, makeVerifier) => {
    const verdict = await makeVerifier().verify(await bearer());

    expect(verdict).toEqual({ outcome: "issuer_down" });
  });
});
