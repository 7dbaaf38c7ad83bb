import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import { openBearer, SealError, sealBearer } from "#layer/auth/seal.ts";
import { keyRingJson, testKeyRing } from "#tests/builders/key-rings.ts";

const bearer = "header.payload-of-a-customer.signature";

describe("a sealed bearer", () => {
  it("opens for its own session, whatever the bearer is", async () => {
    const ring = testKeyRing("k1");

    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.string(), async (text, sessionId) => {
        expect(await openBearer(ring, sessionId, await sealBearer(ring, sessionId, text))).toBe(text);
      }),
    );
  });

  it("shows nothing of the bearer and is never the same twice", async () => {
    const ring = testKeyRing("k1");

    const [one, two] = await Promise.all([sealBearer(ring, "s", bearer), sealBearer(ring, "s", bearer)]);

    expect(one).toMatch(/^v1\.k1\.[A-Za-z0-9_-]+$/);
    expect(one).not.toBe(two);
    expect(Buffer.from(one.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("customer");
  });

  it("opens after its key is no longer the current one, and not once the key has gone", async () => {
    const before = parseKeyRing("KEYS", keyRingJson("k1"));
    const fresh = parseKeyRing("KEYS", keyRingJson("k2"));
    const during = fixedKeyRing({ current: "k2", keys: { ...before.keys, ...fresh.keys } });
    const sealed = await sealBearer(fixedKeyRing(before), "s", bearer);

    expect(await openBearer(during, "s", sealed)).toBe(bearer);
    await expect(openBearer(fixedKeyRing(fresh), "s", sealed)).rejects.toThrow(SealError);
  });

  it("does not open for another session or by another key of the same id", async () => {
    const ring = testKeyRing("k1", "k2");
    const sealed = await sealBearer(ring, "s", bearer);

    await expect(openBearer(ring, "t", sealed)).rejects.toThrow(SealError);
    await expect(openBearer(ring, "s", sealed.replace(".k1.", ".k2."))).rejects.toThrow(SealError);
    await expect(openBearer(testKeyRing("k1"), "s", sealed)).rejects.toThrow(SealError);
  });

  it("does not open when any one character is changed, taken away or added", async () => {
    const ring = testKeyRing("k1");
    const sealed = await sealBearer(ring, "s", bearer);

    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === "A" ? "B" : "A";
      const changed = `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`;
      await expect(openBearer(ring, "s", changed), `changed at ${at}`).rejects.toThrow(SealError);
      const shorter = sealed.slice(0, at) + sealed.slice(at + 1);
      await expect(openBearer(ring, "s", shorter), `cut at ${at}`).rejects.toThrow(SealError);
    }
    await expect(openBearer(ring, "s", `${sealed}A`)).rejects.toThrow(SealError);
    await expect(openBearer(ring, "s", `${sealed}=`)).rejects.toThrow(SealError);
  });

  it.each(["", "v1", "v1.k1", "v1.k1.", "v1.k1.AAAA", "v2.k1.AAAA", "v1.k1.AAAA.AAAA"])(
    "fails on %j without content",
    async (text) => {
      const opening = openBearer(testKeyRing("k1"), "s", text);

      await expect(opening).rejects.toMatchObject({
        code: "seal",
        message: "a sealed text cannot be opened",
      });
    },
  );
});
