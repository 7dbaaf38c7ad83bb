import { kidOfStored, makeRefreshToken, RefreshTokenError } from "#layer/auth/refresh-token.ts";
import { graceMs } from "#layer/sessions/judge-refresh.ts";
import type { TokenFamily } from "#layer/sessions/token-family-store.ts";
import type { BffDependencies } from "../dependencies.ts";
import { RefusalError } from "../refusal.ts";

type Tools = Pick<BffDependencies, "families" | "tokenRing" | "clock">;

const mostTries = 3;

/** The family's newest token, made once more. Undefined when the ring has dropped its key. */
export async function newestAgain(family: TokenFamily, tools: Tools): Promise<string | undefined> {
  try {
    const { token, stored } = await makeRefreshToken(tools.tokenRing, family, kidOfStored(family.head));
    return stored === family.head ? token : undefined;
  } catch (error) {
    if (error instanceof RefreshTokenError) return undefined;
    throw error;
  }
}

/** Rotates from the generation that was read. Undefined when another call was first, or the family is revoked. */
export async function rotateFamily(family: TokenFamily, tools: Tools): Promise<string | undefined> {
  const { sessionId, clientId, generation } = family;
  const next = await makeRefreshToken(tools.tokenRing, { sessionId, clientId, generation: generation + 1 });
  const rotation = { generation, next: next.stored, rotatedAtMs: tools.clock.nowMs() };
  return (await tools.families.rotate(sessionId, clientId, rotation)) ? next.token : undefined;
}

/**
 * The token for a customer who has signed in again: of a new generation, or the newest once more when that was given out a
 * moment ago, so that two pages that sign in at the same time do not make an old one of each other's token.
 * Undefined when the family is over.
 * @throws RefusalError `upstream_down` when others were always first
 */
export async function nextGeneration(found: TokenFamily, tools: Tools): Promise<string | undefined> {
  let family: TokenFamily | undefined = found;
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (!family || family.revokedAt !== undefined) return undefined;
    const sinceMs = tools.clock.nowMs() - family.rotatedAtMs;
    const again = sinceMs >= 0 && sinceMs <= graceMs ? await newestAgain(family, tools) : undefined;
    const token = again ?? (await rotateFamily(family, tools));
    if (token !== undefined) return token;
    family = await tools.families.get(family.sessionId, family.clientId);
  }
  throw new RefusalError("upstream_down");
}
