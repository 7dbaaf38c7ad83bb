import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import {
  kidOfStored,
  makeRefreshToken,
  RefreshTokenError,
  readRefreshToken,
} from "#layer/auth/refresh-token.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { keyRingJson, testKeyRing } from "#tests/builders/key-rings.ts";

function scene() {
  const ring = testKeyRing("k1");
  const claims = { sessionId: newSessionId(), clientId: "EASTHOME", generation: 3 };
  return { ring, claims };
}

/** The token with its decoded body changed, spelt as we spell it. */
function rewritten(token: string, change: (body: unknown[]) => unknown): string {
  const body = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as unknown[];
  return Buffer.from(JSON.stringify(change(body))).toString("base64url");
}

describe("a refresh token", () => {
  it("is one word without a dot, and is read as what it was made of", async () => {
    const { ring, claims } = scene();

    const { token, stored } = await makeRefreshToken(ring, claims);

    expect(token).toMatch(/^[A-Za-z0-9_-]{100,400}$/);
    expect(await readRefreshToken(ring, token)).toEqual({ ...claims, stored });
  });

  it("is the same whenever it is made again, and another one for each session, tenant and generation", async () => {
    const { ring, claims } = scene();
    const variants = [
      claims,
      { ...claims, generation: 4 },
      { ...claims, clientId: "WESTHOME" },
      { ...claims, sessionId: newSessionId() },
    ];

    const [made, again] = await Promise.all([
      Promise.all(variants.map((variant) => makeRefreshToken(ring, variant))),
      Promise.all(variants.map((variant) => makeRefreshToken(ring, variant, "k1"))),
    ]);

    expect(again).toEqual(made);
    expect(new Set(made.flatMap(({ token, stored }) => [token, stored])).size).toBe(8);
  });

  it("cannot be told from what the row keeps, nor the row's form presented", async () => {
    const { ring, claims } = scene();

    const { token, stored } = await makeRefreshToken(ring, claims);

    expect(stored).toMatch(/^k1\.[A-Za-z0-9_-]{43}$/);
    expect(kidOfStored(stored)).toBe("k1");
    expect(token).not.toContain(stored.slice(3));
    expect(Buffer.from(token, "base64url").toString("utf8")).not.toContain(stored.slice(3));
    await expect(readRefreshToken(ring, stored)).rejects.toThrow(RefreshTokenError);
  });

  it("is made by the ring's current key, read by its own, and not once that has been dropped", async () => {
    const { claims } = scene();
    const [old, fresh] = [keyRingJson("k1"), keyRingJson("k2")].map((json) => parseKeyRing("KEYS", json));
    if (!old || !fresh) throw new Error("no rings");
    const both = fixedKeyRing({ current: "k2", keys: { ...old.keys, ...fresh.keys } });
    const { token } = await makeRefreshToken(fixedKeyRing(old), claims);

    expect(await readRefreshToken(both, token)).toMatchObject(claims);
    expect(kidOfStored((await makeRefreshToken(both, claims)).stored)).toBe("k2");
    expect((await makeRefreshToken(both, claims, "k1")).token).toBe(token);
    await expect(readRefreshToken(fixedKeyRing(fresh), token)).rejects.toThrow(RefreshTokenError);
    await expect(makeRefreshToken(fixedKeyRing(fresh), claims, "k1")).rejects.toThrow(RefreshTokenError);
  });

  it.each<[string, (body: unknown[]) => unknown]>([
    ["another generation", ([v, kid, sid, tenant, , mac]) => [v, kid, sid, tenant, 4, mac]],
    ["another tenant", ([v, kid, sid, , g, mac]) => [v, kid, sid, "WESTHOME", g, mac]],
    ["another session", ([v, kid, , tenant, g, mac]) => [v, kid, newSessionId(), tenant, g, mac]],
    ["a key id that is not ours", ([v, , ...rest]) => [v, "k9", ...rest]],
    ["a key id named like a method", ([v, , ...rest]) => [v, "constructor", ...rest]],
    ["another version", ([, ...rest]) => ["r2", ...rest]],
    ["a generation that is text", ([v, kid, sid, tenant, g, mac]) => [v, kid, sid, tenant, String(g), mac]],
    ["a mac of other letters", (body) => [...body.slice(0, 5), "é".repeat(43)]],
    ["an empty mac", (body) => [...body.slice(0, 5), ""]],
    ["no mac", (body) => body.slice(0, 5)],
    ["one thing more", (body) => [...body, 1]],
    ["an object in its place", (body) => ({ ...body })],
  ])("with %s is refused", async (_what, change) => {
    const { ring, claims } = scene();
    const { token } = await makeRefreshToken(ring, claims);
    expect(rewritten(token, (body) => body)).toBe(token);

    await expect(readRefreshToken(ring, rewritten(token, change))).rejects.toThrow(RefreshTokenError);
  });

  it("is refused in any other spelling, and with any one character changed", async () => {
    const { ring, claims } = scene();
    const { token } = await makeRefreshToken(ring, claims);
    const text = Buffer.from(token, "base64url").toString("utf8");
    const spellings = [
      "",
      `${token}=`,
      `${token} `,
      ` ${token}`,
      `${token}\n`,
      text,
      Buffer.from(text.replace(",", ", ")).toString("base64url"),
      Buffer.from(text.replace(",3,", ",3.0,")).toString("base64url"),
      "A".repeat(100_000),
    ];
    const changed = Array.from({ length: token.length }, (_, at) => {
      const letter = token[at] === "A" ? "B" : "A";
      return `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
    });

    for (const bad of [...spellings, ...changed]) {
      await expect(readRefreshToken(ring, bad), bad).rejects.toThrow(RefreshTokenError);
    }
  });

  it("of another ring is refused, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.nat(50), async (clientId, generation) => {
        const { ring, claims } = scene();
        const forged = await makeRefreshToken(testKeyRing("k1"), {
          ...claims,
          clientId: clientId.slice(0, 64) || "E",
          generation: generation + 1,
        });
        await expect(readRefreshToken(ring, forged.token)).rejects.toThrow(RefreshTokenError);
      }),
    );
  });

  it("is nothing but an error of ours for any text at all", async () => {
    const { ring } = scene();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json(), fc.base64String()), async (text) => {
        for (const token of [text, Buffer.from(text).toString("base64url")]) {
          await expect(readRefreshToken(ring, token)).rejects.toThrow(RefreshTokenError);
        }
      }),
    );
  });
});
