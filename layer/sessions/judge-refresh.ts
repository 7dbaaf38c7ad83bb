import type { TokenFamily } from "./token-family-store.ts";

/** For so long after a rotation the token before is taken as the one whose answer was lost, or as another tab's. */
export const graceMs = 10_000;
/** How far two clocks of ours may be apart. */
const skewMs = 5_000;

/**
 * What is due to a genuine refresh token: `rotate` the newest; `repeat` the answer to the one before it within the grace;
 * `reuse`: an older one, which a good client has long forgotten, so that somebody else has a copy; `refuse`.
 */
export type RefreshVerdict = "rotate" | "repeat" | "reuse" | "refuse";

/**
 * Judges by the family's row, which tells generations by number; the clock decides the grace alone. Where the rotation lies
 * in the future by more than the clocks may differ, nobody can tell a repeat from a reuse: that is refused, and kills nothing.
 */
export function judgeRefresh(
  presented: { generation: number; stored: string },
  family: TokenFamily | undefined,
  nowMs: number,
): RefreshVerdict {
  if (!family || family.revokedAt !== undefined) return "refuse";
  const { generation, head, parent, rotatedAtMs } = family;
  if (presented.generation === generation) return presented.stored === head ? "rotate" : "refuse";
  if (presented.generation > generation) return "refuse";
  if (presented.generation < generation - 1 || presented.stored !== parent) return "reuse";
  const sinceMs = nowMs - rotatedAtMs;
  if (sinceMs < -skewMs) return "refuse";
  return sinceMs <= graceMs ? "repeat" : "reuse";
}
