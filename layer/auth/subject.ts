import { createHmac, hkdfSync } from "node:crypto";
import type { KeyRing } from "./key-ring.ts";

/**
 * How tokens, revocation marks and the audit log name a customer: `{kid}.{HMAC-SHA-256 in base64url}` under `SUBJECT_KEYS`. The
 * same customer has the same name for as long as the ring's current key stays; without the key nobody can tell who it is.
 */
export async function subjectOf(ring: KeyRing, clientId: string, customerId: string): Promise<string> {
  return nameUnder(await ring.current(), clientId, customerId);
}

/** Every name that the customer may have under the ring's keys, today's first: sessions of before a change have the older one. */
export async function subjectsOf(ring: KeyRing, clientId: string, customerId: string): Promise<string[]> {
  return (await ring.all()).map((key) => nameUnder(key, clientId, customerId));
}

function nameUnder(
  { kid, key }: { kid: string; key: Uint8Array },
  clientId: string,
  customerId: string,
): string {
  const ownKey = new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), "pf360 customer subject v1", 32));
  const mac = createHmac("sha256", ownKey)
    .update(JSON.stringify([clientId, customerId]))
    .digest("base64url");
  return `${kid}.${mac}`;
}
