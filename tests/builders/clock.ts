import { type Clock, clockFrom, wallClock } from "#layer/clock.ts";

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

/** A clock that runs at the machine's speed from an instant and can be moved on. */
export function runningClock(startMs: number): Clock & { advance(seconds: number): void } {
  let movedMs = 0;
  const running = clockFrom(startMs, wallClock);
  return {
    nowMs: () => running.nowMs() + movedMs,
    advance(seconds) {
      movedMs += seconds * 1000;
    },
  };
}
