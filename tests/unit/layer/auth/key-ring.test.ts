import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { ConfigError } from "#layer/errors.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

const good = randomBytes(32).toString("base64url");
const ringOf = (key: string) => JSON.stringify({ current: "k1", keys: { k1: key } });

describe("a key ring", () => {
  it("gives the current key and every other by its id", async () => {
    const ring = fixedKeyRing(parseKeyRing("KEYS", keyRingJson("k2", "k1")));

    const current = await ring.current();

    expect(current.kid).toBe("k2");
    expect(current.key).toHaveLength(32);
    expect(await ring.get("k1")).toHaveLength(32);
    expect(await ring.get("k1")).not.toEqual(current.key);
    expect(await ring.get("k3")).toBeUndefined();
    expect(await ring.get("constructor")).toBeUndefined();
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["no JSON", "changeme"],
    ["a bare key", JSON.stringify(good)],
    ["a short key", ringOf(randomBytes(31).toString("base64url"))],
    ["a key in base64 with padding", ringOf(`${randomBytes(32).toString("base64").slice(0, 43)}=`)],
    ["a word", ringOf(Buffer.from("this-is-a-development-secret-do-not-use!").toString("base64url"))],
    ["a hex text", ringOf(Buffer.from(randomBytes(32).toString("hex")).toString("base64url"))],
    ["zeros", ringOf(Buffer.alloc(32).toString("base64url"))],
    ["a pattern", ringOf(Buffer.alloc(64, Buffer.from([1, 2, 3, 200])).toString("base64url"))],
    ["a current key that is not in the ring", JSON.stringify({ current: "k2", keys: { k1: good } })],
    ["a current key named like a method", JSON.stringify({ current: "toString", keys: { k1: good } })],
    ["no keys", JSON.stringify({ current: "k1", keys: {} })],
    ["one key under two ids", JSON.stringify({ current: "k1", keys: { k1: good, k2: good } })],
    ["a strange key id", JSON.stringify({ current: "k.1", keys: { "k.1": good } })],
    ["a further field", JSON.stringify({ current: "k1", keys: { k1: good }, secret: "x" })],
  ])("stops the start on %s, names the variable and shows no key", (_what, json) => {
    const read = () => parseKeyRing("SESSION_TOKEN_KEYS", json);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/SESSION_TOKEN_KEYS.*randomBytes/s);
    expect(read).not.toThrow(good);
  });

  it("is opened from its variable, and refuses two sources at once", async () => {
    const json = keyRingJson("k1");

    const ring = await openKeyRing("SESSION_SEAL_KEYS", { json });

    expect((await ring.current()).kid).toBe("k1");
    await expect(openKeyRing("SESSION_SEAL_KEYS", { json, secretArn: "arn" })).rejects.toThrow(ConfigError);
    await expect(openKeyRing("SESSION_SEAL_KEYS", {})).rejects.toThrow(/SESSION_SEAL_KEYS is not set/);
  });
});
