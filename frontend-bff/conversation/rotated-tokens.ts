import { createHash } from "node:crypto";
import { nowSeconds } from "#layer/clock.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { BffDependencies } from "../dependencies.ts";
import { type AccessTokens, mintAccessTokens } from "../session/access-tokens.ts";

/** Shorter than the shortest life of an access token, so that a rotated one always has some of it left. */
const windowSeconds = 4 * 60;

/**
 * Fresh access tokens for a client whose own was issued in an earlier window of four minutes; undefined within the same.
 * They are made as of the window's start, so that whoever asks in one window gets the same tokens, byte for byte: nothing
 * is lost with an answer that is lost, and two tabs hold the same.
 */
export async function rotatedTokens(
  tools: Pick<BffDependencies, "tokenRing" | "clock" | "tokenLifeSeconds">,
  session: Session,
  presented: { issuedAt: number },
): Promise<AccessTokens | undefined> {
  const windowStart = Math.floor(nowSeconds(tools.clock) / windowSeconds) * windowSeconds;
  if (presented.issuedAt >= windowStart) return undefined;
  let made = 0;
  const newId = (prefix: string) => {
    made += 1;
    const name = `${session.sessionId} ${windowStart} ${made}`;
    return `${prefix}_${createHash("sha256").update(name).digest("base64url").slice(0, 22)}`;
  };
  return mintAccessTokens({ ...tools, newId, clock: { nowMs: () => windowStart * 1000 } }, session);
}
