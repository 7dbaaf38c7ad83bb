import { randomBytes } from "node:crypto";
import { fixedKeyRing, type KeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";

/** The JSON of a ring with fresh keys under these ids; the first is current. */
export function keyRingJson(...kids: [string, ...string[]]): string {
  const keys = Object.fromEntries(kids.map((kid) => [kid, randomBytes(32).toString("base64url")]));
  return JSON.stringify({ current: kids[0], keys });
}

/** A ring with fresh keys under these ids; the first is current. */
export function testKeyRing(...kids: [string, ...string[]]): KeyRing {
  return fixedKeyRing(parseKeyRing("TEST_KEYS", keyRingJson(...kids)));
}
