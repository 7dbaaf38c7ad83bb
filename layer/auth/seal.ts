import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "#layer/errors.ts";
import { type KeyRing, kidForm } from "./key-ring.ts";

const cipher = "aes-256-gcm";
const version = "v1";
const nonceBytes = 12;
const tagBytes = 16;

/** The sealed text cannot be opened: changed, of another session, or of a key that is gone. Says no more than that. */
export class SealError extends AppError {
  constructor() {
    super("seal", "a sealed text cannot be opened");
  }
}

/** The customer's bearer as the session row keeps it: `v1.{kid}.{nonce, ciphertext, tag}`, bound to this session id. */
export async function sealBearer(ring: KeyRing, sessionId: string, bearer: string): Promise<string> {
  const { kid, key } = await ring.current();
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, sealKey(key), nonce, { authTagLength: tagBytes });
  sealing.setAAD(boundTo(kid, sessionId));
  const sealed = Buffer.concat([
    nonce,
    sealing.update(bearer, "utf8"),
    sealing.final(),
    sealing.getAuthTag(),
  ]);
  return `${version}.${kid}.${sealed.toString("base64url")}`;
}

/**
 * Opens what `sealBearer` made for the same session.
 * @throws SealError for whatever reason it cannot be opened
 */
export async function openBearer(ring: KeyRing, sessionId: string, sealed: string): Promise<string> {
  const [form, kid = "", text = "", ...more] = sealed.split(".");
  const bytes = Buffer.from(text, "base64url");
  const hasForm = form === version && more.length === 0 && kidForm.test(kid);
  if (!hasForm || bytes.length < nonceBytes + tagBytes || bytes.toString("base64url") !== text) {
    throw new SealError();
  }
  const key = await ring.get(kid);
  if (!key) throw new SealError();
  try {
    const opening = createDecipheriv(cipher, sealKey(key), bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    opening.setAAD(boundTo(kid, sessionId));
    opening.setAuthTag(bytes.subarray(-tagBytes));
    const opened = [opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()];
    return Buffer.concat(opened).toString("utf8");
  } catch {
    throw new SealError();
  }
}

/** A key of exactly the cipher's length, whatever the ring's is, and of no use for anything else. */
function sealKey(key: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), "pf360 bearer seal v1", 32));
}

function boundTo(kid: string, sessionId: string): Uint8Array {
  return Buffer.from(JSON.stringify(["pf360-bearer", version, kid, sessionId]), "utf8");
}
