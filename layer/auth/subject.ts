import { createHmac, hkdfSync } from "node:crypto";
import type { KeyRing } from "./key-ring.ts";

/**
 * How tokens and the audit log name a customer: `{kid}.{HMAC-SHA-256 in base64url}` under `SUBJECT_KEYS`. The same customer has
 * the same name for as long as the ring's current key stays; without the key nobody can tell who it is.
 */
export async function subjectOf(ring: KeyRing, clientId: string, customerId: string): Promise<string> {
  const { kid, key } = await ring.current();
  const ownKey = new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), "pf360 customer subject v1", 32));
  const mac = createHmac("sha256", ownKey)
    .update(JSON.stringify([clientId, customerId]))
    .digest("base64url");
  return `${kid}.${mac}`;
}
