import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SetupContext } from "#agents/setup/apply-release.ts";
import { readSettledRelease } from "#agents/setup/apply-release.ts";
import { destroyRelease, planDestroy } from "#agents/setup/destroy.ts";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import { planPrune, pruneVersions, readAliases } from "#agents/setup/prune.ts";
import { findTarget, planRollback, rollBack } from "#agents/setup/rollback.ts";
import { desiredRelease } from "#tests/builders/agent-release.ts";
import { type SetupWorld, startSetupWorld } from "#tests/builders/setup-world.ts";

/** Each command is run some hundred times. */
const longestMs = 240_000;

let world: SetupWorld;
let first: DesiredRelease;

beforeAll(async () => {
  // So long that every transition is seen under way by the run that comes after a killed one.
  world = await startSetupWorld({ latencyMs: 200 });
  first = await desiredRelease();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

/** The context of a process that dies when it has begun so many calls: what is under way is still carried out. */
function dyingContext(callsToLive: number): { context: SetupContext; hasDied: () => boolean } {
  let begun = 0;
  const mortal = <Part extends object>(part: Part): Part =>
    Object.fromEntries(
      Object.entries(part).map(([name, call]) => [
        name,
        async (...args: unknown[]) => {
          if (begun++ >= callsToLive) throw new Error("killed");
          return (call as (...args: unknown[]) => unknown)(...args);
        },
      ]),
    ) as Part;
  const { list, get, add } = world.releases;
  return {
    context: world.contextThrough(mortal, mortal({ list, get, add })),
    hasDied: () => begun > callsToLive,
  };
}

/** Kills the command at each of its calls in turn, runs it again, and compares with a run that nobody killed. */
async function expectToConverge(
  prepare: () => Promise<unknown>,
  command: (context: SetupContext) => Promise<unknown>,
): Promise<number> {
  const { all } = world.releases;
  await prepare();
  const standing = all.length;
  await command(world.context);
  const releases = all.slice(standing).map(({ action, agents }) => [action, agents.length]);
  const whole = world.state();
  for (let callsToLive = 0; ; callsToLive++) {
    await prepare();
    const before = all.length;
    const { context, hasDied } = dyingContext(callsToLive);
    const end = await command(context).then(
      () => "done",
      () => "killed",
    );
    if (!hasDied()) return callsToLive;
    expect(end, `killed at call ${callsToLive}`).toBe("killed");
    await command(world.context);
    expect(world.state(), `killed at call ${callsToLive}`).toEqual(whole);
    expect(all.slice(before).map(({ action, agents }) => [action, agents.length])).toEqual(releases);
  }
}

describe("a command that is killed at any of its calls is completed by running it again", () => {
  it(
    "rollback",
    async () => {
      const changed = {
        notes: "You are another one now, and you ask nothing at all.",
        supervisor: "You are another one now, and you rule over all.",
      };
      const older = (await world.apply(first)).release?.releaseId;
      const newer = (await world.apply(await desiredRelease({ instructions: changed }))).release?.releaseId;
      const goTo = async (releaseId: string | undefined, context: SetupContext) => {
        const target = await findTarget(releaseId, context.releases);
        world.pace.clock.advance(1);
        return rollBack(planRollback(target, await readSettledRelease(context)), context);
      };
      const calls = await expectToConverge(
        () => goTo(newer, world.context),
        (context) => goTo(older, context),
      );
      expect(calls).toBeGreaterThan(20);
    },
    longestMs,
  );

  it(
    "prune",
    async () => {
      const calls = await expectToConverge(
        async () => {
          world.reset();
          for (const word of ["one", "two", "three"]) {
            const notes = `Say ${word}, and say it as often as you can, please.`;
            await world.apply(await desiredRelease({ instructions: { notes } }));
          }
        },
        async (context) => {
          const live = await readSettledRelease(context);
          const releases = await context.releases.list(100);
          await pruneVersions(planPrune(live, await readAliases(live, context), releases, 1), context);
        },
      );
      expect(calls).toBeGreaterThan(20);
    },
    longestMs,
  );

  it(
    "destroy",
    async () => {
      const calls = await expectToConverge(
        async () => {
          world.reset();
          await world.apply(first);
        },
        async (context) => {
          world.pace.clock.advance(1);
          return destroyRelease(planDestroy(await readSettledRelease(context)), context);
        },
      );
      expect(calls).toBeGreaterThan(20);
    },
    longestMs,
  );
});
