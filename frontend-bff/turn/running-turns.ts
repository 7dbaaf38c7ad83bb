import type { Clock } from "#layer/clock.ts";

/** In whose session a turn runs. */
export interface TurnOwner {
  sessionId: string;
  clientId: string;
  customerId: string;
}

/** The turns that run in this process, one at a time in each session. */
export interface RunningTurns {
  /**
   * Enters a turn; `stop` is to make it end soon. Answers what it calls at its end, which may be called twice; undefined
   * while another turn of the session runs.
   */
  begin(owner: TurnOwner, stop: () => void): (() => void) | undefined;
  /**
   * Stops the turns of a session, or all of a customer, and waits for their ends, at most `limitMs`. Answers how many were
   * stopped, and how many of them had not ended by then.
   */
  stop(
    whose: Pick<TurnOwner, "sessionId"> | Pick<TurnOwner, "clientId" | "customerId">,
    limitMs: number,
  ): Promise<{ stopped: number; unended: number }>;
}

interface Entry extends TurnOwner {
  until: number;
  stop: () => void;
  ended: PromiseWithResolvers<void>;
  hasEnded: boolean;
}

/** A turn that never came to an end bars its session no longer than `turnLimitMs`, the longest that a turn may last. */
export function createRunningTurns({
  clock,
  turnLimitMs,
}: {
  clock: Clock;
  turnLimitMs: number;
}): RunningTurns {
  const running = new Map<string, Entry>();
  return {
    begin(owner, stop) {
      const held = running.get(owner.sessionId);
      if (held && held.until > clock.nowMs()) return undefined;
      const mine: Entry = {
        ...owner,
        stop,
        until: clock.nowMs() + turnLimitMs,
        ended: Promise.withResolvers<void>(),
        hasEnded: false,
      };
      running.set(owner.sessionId, mine);
      return () => {
        mine.hasEnded = true;
        mine.ended.resolve();
        if (running.get(owner.sessionId) === mine) running.delete(owner.sessionId);
      };
    },

    async stop(whose, limitMs) {
      const chosen = [...running.values()].filter((turn) => isOf(turn, whose));
      for (const turn of chosen) turn.stop();
      await withinLimit(Promise.all(chosen.map(({ ended }) => ended.promise)), limitMs);
      return { stopped: chosen.length, unended: chosen.filter(({ hasEnded }) => !hasEnded).length };
    },
  };
}

function isOf(turn: TurnOwner, whose: Parameters<RunningTurns["stop"]>[0]): boolean {
  return "sessionId" in whose
    ? turn.sessionId === whose.sessionId
    : turn.clientId === whose.clientId && turn.customerId === whose.customerId;
}

async function withinLimit(all: Promise<unknown>, limitMs: number): Promise<void> {
  const { promise: timeUp, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, limitMs);
  await Promise.race([all, timeUp]);
  clearTimeout(timer);
}
