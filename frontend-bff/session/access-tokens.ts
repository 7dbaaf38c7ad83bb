import { mintSessionToken, type TokenPurpose } from "#layer/auth/session-token.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { BffDependencies } from "../dependencies.ts";

/** One access token a purpose, both of the same end (epoch seconds). */
export interface AccessTokens {
  token: string;
  manageToken: string;
  expiresAt: number;
}

type Tools = Pick<BffDependencies, "tokenRing" | "clock" | "newId" | "tokenLifeSeconds">;

/** Fresh access tokens of a session. With the same clock and ids they are the same, byte for byte. */
export async function mintAccessTokens(tools: Tools, session: Session): Promise<AccessTokens> {
  const mint = (purpose: TokenPurpose) =>
    mintSessionToken({ ring: tools.tokenRing, clock: tools.clock }, session, {
      purpose,
      jti: tools.newId("t"),
      lifeSeconds: tools.tokenLifeSeconds,
    });
  const stream = await mint("stream");
  const manage = await mint("manage");
  return { token: stream.token, manageToken: manage.token, expiresAt: stream.expiresAt };
}
