import type { Clock } from "#layer/clock.ts";

/** A clock that stands until it is moved. */
export function settableClock(
  start = "2026-11-23T15:00:00Z",
): Clock & { set(iso: string): void; advance(seconds: number): void } {
  let nowMs = Date.parse(start);
  return {
    nowMs: () => nowMs,
    set(iso) {
      nowMs = Date.parse(iso);
    },
    advance(seconds) {
      nowMs += seconds * 1000;
    },
  };
}
