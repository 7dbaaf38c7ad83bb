import { createHash } from "node:crypto";
import { mintSessionToken } from "#layer/auth/session-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { BffDependencies } from "../dependencies.ts";

/** Shorter than the shortest life of an access token, so that a rotated one always has some of it left. */
const windowSeconds = 4 * 60;

/**
 * A fresh token for managing, for a client whose own was issued in an earlier window of four minutes; undefined within the
 * same. It is made as of the window's start, so that whoever asks in one window gets the same token, byte for byte: nothing
 * is lost with an answer that is lost, and two tabs hold the same. A token for turns is never made of one for managing.
 */
export async function rotatedToken(
  { tokenRing, clock, tokenLifeSeconds }: Pick<BffDependencies, "tokenRing" | "clock" | "tokenLifeSeconds">,
  session: Session,
  presented: { issuedAt: number },
): Promise<{ token: string; expiresAt: number } | undefined> {
  const windowStart = Math.floor(nowSeconds(clock) / windowSeconds) * windowSeconds;
  if (presented.issuedAt >= windowStart) return undefined;
  const name = createHash("sha256").update(`${session.sessionId} ${windowStart}`).digest("base64url");
  return mintSessionToken({ ring: tokenRing, clock: { nowMs: () => windowStart * 1000 } }, session, {
    purpose: "manage",
    jti: `t_${name.slice(0, 22)}`,
    lifeSeconds: tokenLifeSeconds,
  });
}
