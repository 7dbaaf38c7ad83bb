import { absoluteSeconds } from "./lifetimes.ts";
import type { RevocationMarks } from "./revocation-store.ts";

/** A mark outlives every session of its time, by more than any two clocks are apart. */
export const markLifeSeconds = absoluteSeconds + 60 * 60;

/** The mark of a revocation at `nowMs` where `old` stood: always a greater one, even when the clock went back. */
export function nextMark(old: number, nowMs: number): number {
  return Math.max(nowMs, old + 1);
}

/** Whether a session that was signed in under the marks `held` is over, now that `standing` are there. */
export function isRevoked(held: RevocationMarks, standing: RevocationMarks): boolean {
  return standing.tenant > held.tenant || standing.customer > held.customer;
}
