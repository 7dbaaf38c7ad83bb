import type { Clock } from "#layer/clock.ts";
import { SetupError } from "./setup-error.ts";

/** Time as waiting code sees it; tests hand in one that passes at once. */
export interface Pace {
  clock: Clock;
  sleep: (ms: number) => Promise<void>;
  /** From 0 up to, but not including, 1. */
  random: () => number;
}

const shortestMs = 250;
const longestMs = 3_000;

/**
 * Looks at once and then again and again until `isThere`, and answers that state. The pauses grow with the time that has
 * passed, so that the end is noticed within a fifth of it; they are jittered, so that agents do not ask in step.
 * @throws SetupError `timed_out` when the deadline passes first; whatever `look` or `isThere` throws
 */
export async function waitFor<State>(
  look: () => Promise<State>,
  isThere: (state: State, waitedMs: number) => boolean,
  { what, deadlineMs, pace }: { what: string; deadlineMs: number; pace: Pace },
): Promise<State> {
  const startMs = pace.clock.nowMs();
  for (;;) {
    const state = await look();
    const waitedMs = pace.clock.nowMs() - startMs;
    if (isThere(state, waitedMs)) return state;
    if (waitedMs >= deadlineMs) {
      const seconds = Math.round(deadlineMs / 1000);
      throw new SetupError("timed_out", `${what} did not come about in ${seconds} s. Run the command again.`);
    }
    const pauseMs = Math.min(Math.max(waitedMs / 5, shortestMs), longestMs);
    await pace.sleep(Math.min(jittered(pauseMs, pace), deadlineMs - waitedMs));
  }
}

/** Within a fifth of the time given, to either side. */
export function jittered(ms: number, { random }: Pick<Pace, "random">): number {
  return ms * (0.8 + 0.4 * random());
}
