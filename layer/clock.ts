/** The time as the system sees it. Only entries make one from the wall clock; all else is handed one. */
export interface Clock {
  /** Now, in milliseconds since the epoch. */
  nowMs(): number;
}

/** A clock that tells the machine's time. For entries (row 7) only. */
export const wallClock: Clock = { nowMs: () => Date.now() };

/** A clock that runs at the machine's speed from a chosen instant (`--now`). */
export function clockFrom(startMs: number, base: Clock): Clock {
  const offsetMs = startMs - base.nowMs();
  return { nowMs: () => base.nowMs() + offsetMs };
}

/** Now in whole epoch seconds, the unit of every `ttl` and `exp`. */
export function nowSeconds(clock: Clock): number {
  return Math.floor(clock.nowMs() / 1000);
}
