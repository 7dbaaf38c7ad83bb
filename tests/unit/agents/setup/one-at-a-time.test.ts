import { describe, expect, it } from "vitest";
import { createOneAtATime } from "#agents/setup/one-at-a-time.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { memoryReleaseLock } from "#tests/builders/memory-release-lock.ts";

/** Two runs that know nothing of each other, on one lock. Time passes only while the second one waits. */
function twoRuns(
  whileWaiting: (one: ReturnType<typeof createOneAtATime>) => Promise<unknown> = async () => 0,
) {
  const lock = memoryReleaseLock();
  const clock = settableClock("2026-11-24T09:00:00Z");
  const said: string[] = [];
  const runOf = (holder: string, sleep: (ms: number) => Promise<void>) =>
    createOneAtATime({
      lock,
      pace: { clock, sleep, random: () => 0.5 },
      holder,
      say: (line) => void said.push(line),
    });
  const one = runOf("one", async () => expect.fail("the first run waits for nobody"));
  const other = runOf("other", async (ms) => {
    clock.advance(ms / 1000);
    await whileWaiting(one);
  });
  return { lock, clock, said, one, other };
}

describe("one run at a time", () => {
  it("works alone and gives the lock back, after a failure too", async () => {
    const { one, lock } = twoRuns();

    expect(await one.alone(async () => lock.held()?.holder)).toBe("one");
    expect(lock.held()).toBeUndefined();
    await expect(one.alone(() => Promise.reject(new Error("no role")))).rejects.toThrow("no role");
    expect(lock.held()).toBeUndefined();
  });

  it("refuses beside a run that is alive, says for whom it waits, and leaves that run its lock", async () => {
    const { one, other, lock, said } = twoRuns((first) => first.stillAlone());

    await one.alone(async () => {
      await expect(other.alone(async () => expect.fail("two at once"))).rejects.toMatchObject({
        code: "busy",
        message: /2026-11-24T09:00:00.000Z/,
      });
      expect(lock.held()?.holder).toBe("one");
      await one.stillAlone();
    });

    expect(said).toHaveLength(1);
  });

  it("goes on as soon as the other run is done", async () => {
    const { one, other, clock } = twoRuns((first) => first.leave());
    const startMs = clock.nowMs();

    await one.alone(() => other.alone(async () => expect(clock.nowMs() - startMs).toBe(1_000)));
  });

  it("takes over from a run that was killed, which finds out before its next call", async () => {
    const { one, other, lock } = twoRuns();

    await one.alone(async () => {
      await other.alone(async () => {
        expect(lock.held()?.holder).toBe("other");
        await expect(one.stillAlone()).rejects.toMatchObject({ code: "taken_over" });
      });
      expect(lock.held()).toBeUndefined();
      // The other one is done; what this one knew of the agents is no longer true.
      await expect(one.stillAlone()).rejects.toMatchObject({ code: "taken_over" });
    });
  });

  it("may be silent for as long as it likes while nobody else comes", async () => {
    const { one, clock, lock } = twoRuns();

    await one.alone(async () => {
      clock.advance(3_600);
      await Promise.all([one.stillAlone(), one.stillAlone()]);
      expect(lock.held()?.untilMs).toBeGreaterThan(clock.nowMs());
    });
  });

  it("tells whoever ends it whether it was at work", async () => {
    const { one } = twoRuns();

    expect(await one.leave()).toBe(false);
    expect(await one.alone(() => one.leave())).toBe(true);
  });
});
