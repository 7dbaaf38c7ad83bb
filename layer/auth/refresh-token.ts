import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { sessionIdForm } from "#layer/domain/references.ts";
import { AppError } from "#layer/errors.ts";
import { type KeyRing, kidForm } from "./key-ring.ts";

const version = "r1";
const longest = 512;

/** Which one of which session's refresh tokens it is. */
export interface RefreshClaims {
  sessionId: string;
  clientId: string;
  /** 1 at sign-in, one more with each rotation. */
  generation: number;
}

/**
 * A refresh token as it is handed out, and as the family's row keeps it. The row's form cannot be presented, and nothing in
 * the row is of use for making a token.
 */
export interface RefreshToken {
  token: string;
  /** `{kid}.{HMAC of the token}`. */
  stored: string;
}

/** The text is not a refresh token that we gave out, for whatever reason. */
export class RefreshTokenError extends AppError {
  constructor() {
    super("refresh_token", "the refresh token is not valid");
  }
}

const tokenBody = z.tuple([
  z.literal(version),
  z.string().regex(kidForm),
  z.string().regex(sessionIdForm),
  z.string().min(1).max(64),
  z.int().positive(),
  z.string().regex(/^[A-Za-z0-9_-]{43}$/),
]);

/**
 * The refresh token of that generation, under the key `kid`, the ring's current one unless said. To the client it is one
 * opaque word: base64url of `["r1", kid, session id, tenant, generation, mac]`, where mac is the HMAC-SHA-256 of all that
 * stands before it, by a key derived (HKDF) from the ring's. A session id is random and never given twice, so no salt is
 * needed. Being derived, a token need not be stored, and the same one can be made again for who lost the answer.
 *
 * @throws RefreshTokenError when the ring holds no key `kid`
 */
export async function makeRefreshToken(
  ring: KeyRing,
  { sessionId, clientId, generation }: RefreshClaims,
  kid?: string,
): Promise<RefreshToken> {
  const signing = kid === undefined ? await ring.current() : { kid, key: await ring.get(kid) };
  if (!signing.key) throw new RefreshTokenError();
  const signed: Signed = [version, signing.kid, sessionId, clientId, generation];
  const token = encode([...signed, macOf(signing.key, signed)]);
  return { token, stored: storedForm(signing.kid, signing.key, token) };
}

/**
 * Reads a token that was presented: its spelling, key and mac. That it is genuine does not say that it is still good; the
 * family says that.
 * @throws RefreshTokenError for every reason alike
 */
export async function readRefreshToken(
  ring: KeyRing,
  token: string,
): Promise<RefreshClaims & { stored: string }> {
  const parsed = token.length <= longest ? tokenBody.safeParse(decode(token)) : undefined;
  if (!parsed?.success || encode(parsed.data) !== token) throw new RefreshTokenError();
  const [, kid, sessionId, clientId, generation, mac] = parsed.data;
  const key = await ring.get(kid);
  if (!key) throw new RefreshTokenError();
  const expected = macOf(key, [version, kid, sessionId, clientId, generation]);
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) throw new RefreshTokenError();
  return { sessionId, clientId, generation, stored: storedForm(kid, key, token) };
}

/** The key id of a stored form. */
export function kidOfStored(stored: string): string {
  return stored.slice(0, stored.indexOf("."));
}

type Signed = [typeof version, kid: string, sessionId: string, clientId: string, generation: number];

function macOf(key: Uint8Array, signed: Signed): string {
  return hmac(key, "pf360 refresh token v1", JSON.stringify(signed));
}

function storedForm(kid: string, key: Uint8Array, token: string): string {
  return `${kid}.${hmac(key, "pf360 refresh row v1", token)}`;
}

/** Each use has a key of its own, so that a text made for one is worth nothing for another. */
function hmac(key: Uint8Array, use: string, text: string): string {
  const ownKey = new Uint8Array(hkdfSync("sha256", key, new Uint8Array(0), use, 32));
  return createHmac("sha256", ownKey).update(text).digest("base64url");
}

function encode(body: z.infer<typeof tokenBody>): string {
  return Buffer.from(JSON.stringify(body), "utf8").toString("base64url");
}

function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
