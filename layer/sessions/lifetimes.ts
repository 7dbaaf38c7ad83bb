/** A session ends after 30 minutes without a turn. */
export const idleSeconds = 30 * 60;
/** And never lives longer than 8 hours. */
export const absoluteSeconds = 8 * 60 * 60;
/** A session ends this long before the customer's own token, so that no call is started with a dying bearer. */
export const bearerMarginSeconds = 60;

/** When a session must end, in epoch seconds, given the end of the customer's own token. */
export function absoluteEndOf(now: number, bearerExpiresAt: number): number {
  return Math.min(now + absoluteSeconds, bearerExpiresAt - bearerMarginSeconds);
}

/** The idle end from `now`, never past the absolute end. */
export function idleEndOf(now: number, absoluteEnd: number): number {
  return Math.min(now + idleSeconds, absoluteEnd);
}
