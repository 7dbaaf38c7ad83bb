import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import {
  mintSessionToken,
  SessionTokenError,
  tokenLifeSeconds,
  verifySessionToken,
} from "#layer/auth/session-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

function scene() {
  const clock = settableClock();
  const parsed = parseKeyRing("KEYS", keyRingJson("k1"));
  const ring = fixedKeyRing(parsed);
  const session = {
    sessionId: newSessionId(),
    clientId: "EASTHOME",
    subject: "u1.subject",
    version: 3,
    absoluteEnd: nowSeconds(clock) + 8 * 3600,
  };
  const goodClaims = {
    iss: "pf360-bff",
    aud: "pf360-bff",
    sid: session.sessionId,
    tenant: "EASTHOME",
    sub: "u1.subject",
    ver: 3,
    purpose: "stream",
    iat: nowSeconds(clock),
    exp: nowSeconds(clock) + 900,
    jti: "t_1",
  };
  const key = parsed.keys.k1 ?? new Uint8Array();
  const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, signingKey = key) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", typ: "pf360-session+jwt", kid: "k1", ...header })
      .sign(signingKey);
  const verify = (token: string, options: { expiredSeconds?: number } = {}) =>
    verifySessionToken({ ring, clock }, token, { purpose: "stream", ...options });
  const mint = () => mintSessionToken({ ring, clock }, session, { purpose: "stream", jti: "t_1" });
  return { clock, parsed, ring, session, goodClaims, sign, verify, mint };
}

describe("a session token", () => {
  it("says session, tenant, version and purpose for 15 minutes", async () => {
    const { clock, session, verify, mint } = scene();

    const { token, expiresAt } = await mint();

    expect(expiresAt).toBe(nowSeconds(clock) + tokenLifeSeconds);
    expect(await verify(token)).toEqual({
      sessionId: session.sessionId,
      clientId: "EASTHOME",
      subject: "u1.subject",
      version: 3,
      purpose: "stream",
      issuedAt: nowSeconds(clock),
      expiresAt,
    });
    expect(token).not.toContain("customer");
    clock.advance(tokenLifeSeconds + 6);
    await expect(verify(token)).rejects.toThrow(SessionTokenError);
  });

  it("ends with its session", async () => {
    const { clock, ring, session } = scene();
    const absoluteEnd = nowSeconds(clock) + 60;

    const { expiresAt } = await mintSessionToken(
      { ring, clock },
      { ...session, absoluteEnd },
      { purpose: "stream", jti: "t" },
    );

    expect(expiresAt).toBe(absoluteEnd);
  });

  it("is still read for a renewal after it expired, as long as that was not too long ago", async () => {
    const { clock, verify, mint } = scene();
    const { token } = await mint();

    clock.advance(tokenLifeSeconds + 3600);

    await expect(verify(token)).rejects.toThrow(SessionTokenError);
    expect(await verify(token, { expiredSeconds: 7200 })).toMatchObject({ clientId: "EASTHOME" });
    await expect(verify(token, { expiredSeconds: 600 })).rejects.toThrow(SessionTokenError);
  });

  it("is accepted by its key's id after a rotation, and not once the key has gone", async () => {
    const { clock, parsed, mint } = scene();
    const { token } = await mint();
    const fresh = parseKeyRing("KEYS", keyRingJson("k2"));
    const during = fixedKeyRing({ current: "k2", keys: { ...parsed.keys, ...fresh.keys } });
    const verifyWith = (ring: typeof during) =>
      verifySessionToken({ ring, clock }, token, { purpose: "stream" });

    expect(await verifyWith(during)).toMatchObject({ version: 3 });
    await expect(verifyWith(fixedKeyRing(fresh))).rejects.toThrow(SessionTokenError);
  });

  it("signed with the right key and good claims by hand is accepted: the table below refuses for its own reasons", async () => {
    const { sign, verify, goodClaims } = scene();

    expect(await verify(await sign(goodClaims))).toMatchObject({ purpose: "stream" });
  });

  it.each<[string, Record<string, unknown>]>([
    ["another issuer", { iss: "pf360" }],
    ["another audience", { aud: "other" }],
    ["a list of audiences", { aud: ["pf360-bff"] }],
    ["another purpose", { purpose: "state" }],
    ["no purpose", { purpose: undefined }],
    ["an end that is text", { exp: "2099-01-01" }],
    ["no end", { exp: undefined }],
    ["no beginning", { iat: undefined }],
    ["a beginning in the future", { iat: 1_900_000_000, exp: 1_900_000_900 }],
    ["a longer life than ours", { exp: 1_900_000_000 }],
    ["a fractional end", { exp: 1_795_449_700.5 }],
    ["no id of its own", { jti: undefined }],
    ["a session id of another form", { sid: "sess_42" }],
    ["a version that is text", { ver: "3" }],
    ["a tenant that is a list", { tenant: ["EASTHOME"] }],
    ["a claim we do not know", { admin: true }],
    ["a time before which it is not valid", { nbf: 1_900_000_000 }],
  ])("is refused with %s", async (_what, change) => {
    const { sign, verify, goodClaims } = scene();
    const { iss, ...rest } = { ...goodClaims, ...change };

    await expect(verify(await sign({ iss, ...rest }))).rejects.toThrow(SessionTokenError);
  });

  it.each<[string, Record<string, unknown>]>([
    ["another type", { typ: "JWT" }],
    ["no type", { typ: undefined }],
    ["another algorithm of the same family", { alg: "HS512" }],
    ["an unknown key id", { kid: "k9" }],
    ["no key id", { kid: undefined }],
    ["a key id named like a method", { kid: "constructor" }],
    ["an extension to understand", { crit: ["exp"], exp: 1 }],
  ])("is refused with %s in its header", async (_what, change) => {
    const { sign, verify, goodClaims } = scene();
    const signing = sign(goodClaims, change).catch(() => "unsignable.token.x");

    await expect(verify(await signing)).rejects.toThrow(SessionTokenError);
  });

  it("is refused unsigned, signed by another key, or changed in any one character", async () => {
    const { sign, verify, goodClaims } = scene();
    const token = await sign(goodClaims);
    const [header = "", payload = ""] = token.split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "pf360-session+jwt", kid: "k1" })).toString(
      "base64url",
    );

    const hostile = [
      `${none}.${payload}.`,
      `${none}.${payload}.AAAA`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${token}.`,
      ` ${token}`,
      `${token}\n`,
      `${token}=`,
      "",
      "..",
      await sign(goodClaims, {}, new Uint8Array(32).fill(7)),
      ...Array.from({ length: token.length }, (_, at) => {
        const other = token[at] === "A" ? "B" : "A";
        return `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      }),
    ];

    for (const bad of hostile) await expect(verify(bad), bad).rejects.toThrow(SessionTokenError);
  });

  it("is refused with one error for all reasons", async () => {
    const { sign, verify, goodClaims } = scene();
    const errorOf = async (token: string) =>
      verify(token).then(
        () => "accepted",
        (error: Error) => [error.name, error.message, error.cause],
      );

    const reasons = await Promise.all([
      errorOf("garbage"),
      sign({ ...goodClaims, aud: "x" }).then(errorOf),
      sign(goodClaims, { kid: "k9" }).then(errorOf),
    ]);

    expect(new Set(reasons.map((reason) => JSON.stringify(reason))).size).toBe(1);
  });
});
