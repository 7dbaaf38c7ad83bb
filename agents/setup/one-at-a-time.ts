import type { Lease, ReleaseLock } from "./release-lock.ts";
import { SetupError } from "./setup-error.ts";
import type { Pace } from "./wait-for.ts";

/** So long after its last call a run counts as killed; machines' clocks differ by less. */
const leaseMs = 15_000;
const renewAfterMs = 5_000;
const lookEveryMs = 1_000;

export interface OneAtATime {
  /**
   * Works while no other run changes the agents of this environment. Waits for one that was killed, until its lease lapses.
   * @throws SetupError `busy` when another run is alive after that
   */
  alone<Result>(work: () => Promise<Result>): Promise<Result>;
  /**
   * Before each call: goes on holding the lock. Between two calls anything may pass, a question to a person too.
   * @throws SetupError `taken_over` when another run began meanwhile
   */
  stillAlone(): Promise<void>;
  /** For a run that is being ended from outside; whether it was at work. */
  leave(): Promise<boolean>;
}

/** One run at a time may change the agents: two would each undo, or publish half of, what the other does. */
export function createOneAtATime({
  lock,
  pace,
  holder,
  say,
}: {
  lock: ReleaseLock;
  pace: Pace;
  /** Fresh random text. */
  holder: string;
  say: (line: string) => void;
}): OneAtATime {
  let lease: Lease | undefined;
  let renewal: Promise<void> | undefined;
  const fresh = (sinceMs: number, nowMs: number): Lease => ({ holder, sinceMs, untilMs: nowMs + leaseMs });

  async function take(): Promise<Lease> {
    const startMs = pace.clock.nowMs();
    for (let isFirst = true; ; isFirst = false) {
      const nowMs = pace.clock.nowMs();
      const wanted = fresh(nowMs, nowMs);
      const other = await lock.take(wanted);
      if (!other) return wanted;
      const since = new Date(other.sinceMs).toISOString();
      if (nowMs - startMs > leaseMs + lookEveryMs) throw busy(since);
      if (isFirst) say(`Another run began at ${since}; waiting until it ends, or counts as killed.`);
      await pace.sleep(lookEveryMs);
    }
  }

  async function renew({ sinceMs }: Lease): Promise<void> {
    const renewed = fresh(sinceMs, pace.clock.nowMs());
    if (!(await lock.extend(renewed))) throw takenOver();
    lease = renewed;
  }

  async function leave(): Promise<boolean> {
    if (!lease) return false;
    lease = undefined;
    // What went wrong before is what counts; if this goes wrong too, the lease lapses by itself.
    await lock.give(holder).catch(() => undefined);
    return true;
  }

  return {
    async alone(work) {
      lease = await take();
      try {
        return await work();
      } finally {
        await leave();
      }
    },
    async stillAlone() {
      if (!lease || pace.clock.nowMs() < lease.untilMs - leaseMs + renewAfterMs) return;
      // Calls come side by side; one of them renews for all.
      renewal ??= renew(lease).finally(() => {
        renewal = undefined;
      });
      await renewal;
    },
    leave,
  };
}

function busy(since: string): SetupError {
  return new SetupError(
    "busy",
    `Another run has been changing these agents since ${since}, and is still at work. Nothing was changed; try again when it is done.`,
  );
}

function takenOver(): SetupError {
  return new SetupError(
    "taken_over",
    "Another run has changed these agents, or does so now, since this one began. It stops here; look at the plan again.",
  );
}
