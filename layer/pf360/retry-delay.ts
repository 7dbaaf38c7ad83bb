const baseMs = 200;
const longestMs = 2_000;

/**
 * How long to wait before the next try, in milliseconds: full jitter that doubles with each try, or what `Retry-After`
 * says (seconds or an HTTP date, RFC 9110 section 10.2.3) if that is longer. `random` is in [0, 1).
 */
export function retryDelayMs({
  tried,
  random,
  retryAfter,
  nowMs,
}: {
  tried: number;
  random: number;
  retryAfter?: string | undefined;
  nowMs: number;
}): number {
  const jitterMs = Math.floor(random * Math.min(longestMs, baseMs * 2 ** (tried - 1)));
  return Math.max(jitterMs, retryAfterMs(retryAfter, nowMs));
}

function retryAfterMs(retryAfter: string | undefined, nowMs: number): number {
  const written = retryAfter?.trim() ?? "";
  if (/^\d{1,6}$/.test(written)) return Number(written) * 1_000;
  // A bare or signed number would parse as a year.
  const atMs = /^[A-Za-z]{3}/.test(written) ? Date.parse(written) : Number.NaN;
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs - nowMs);
}
