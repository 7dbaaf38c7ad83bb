import type { Clock } from "#layer/clock.ts";

/** One turn at a time in each session, within this process. */
export interface TurnLocks {
  /** The release, which may be called twice; undefined while another turn runs. */
  acquire(sessionId: string): (() => void) | undefined;
}

/** A lock whose turn never came to an end is void after `turnLimitMs`, the longest that a turn may last. */
export function createTurnLocks({ clock, turnLimitMs }: { clock: Clock; turnLimitMs: number }): TurnLocks {
  const running = new Map<string, { until: number }>();
  return {
    acquire(sessionId) {
      const held = running.get(sessionId);
      if (held && held.until > clock.nowMs()) return undefined;
      const mine = { until: clock.nowMs() + turnLimitMs };
      running.set(sessionId, mine);
      return () => {
        if (running.get(sessionId) === mine) running.delete(sessionId);
      };
    },
  };
}
