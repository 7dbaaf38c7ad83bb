import { createHash, randomBytes } from "node:crypto";
import { sessionIdForm } from "#layer/domain/references.ts";

/** A fresh session id: `s_` and 256 random bits in base64url. Opaque; holds nothing of the customer. */
export function newSessionId(): string {
  return `s_${randomBytes(32).toString("base64url")}`;
}

/** A fresh id with a prefix that tells what it is (`c_` conversation, `r_` run, `a_` agent session, `q_` confirmation); 128 bits. */
export function newId(prefix: string): string {
  return `${prefix}_${randomBytes(16).toString("base64url")}`;
}

/** A text that has the form of a session id; `$session_id`, `{{session.id}}` and the like do not. */
export function isSessionId(text: string | undefined): text is string {
  return text !== undefined && sessionIdForm.test(text);
}

/** How logs name a session: the first 12 characters of its SHA-256. */
export function sessionHash(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("base64url").slice(0, 12);
}
