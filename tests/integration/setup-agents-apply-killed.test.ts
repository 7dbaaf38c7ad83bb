import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ControlPlane } from "#agents/setup/control-plane.ts";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import { fiveAgents } from "#tests/builders/five-agents.ts";
import { type SetupWorld, startSetupWorld } from "#tests/builders/setup-world.ts";

/** Hundreds of runs over a socket. */
const longest = 300_000;

let world: SetupWorld;
let first: DesiredRelease;
let changed: DesiredRelease;

beforeAll(async () => {
  world = await startSetupWorld({ latencyMs: 200 });
  first = await fiveAgents();
  // An agent goes, a group goes, a collaborator is told something else, an instruction and the mode change.
  changed = await fiveAgents({
    instructions: { scheduling: "\nBe brief." },
    settings: { collaboration: "SUPERVISOR_ROUTER" },
    definition: ({ name, actionGroups, collaborators, ...rest }) =>
      name === "chitchat"
        ? undefined
        : {
            ...rest,
            name,
            actionGroups: name === "notes" ? [] : actionGroups,
            collaborators: collaborators
              .filter(({ agent }) => agent !== "chitchat")
              .map((one) => (one.agent === "notes" ? { ...one, instruction: "Notes, nothing else." } : one)),
          },
  });
});
afterAll(() => world.close());

/** The end of a process: from the call of this number on it makes none. */
class Killed extends Error {}

/** Applies, and ends before the call of this number (from 0); true when the run was over before. */
async function applyUntil(desired: DesiredRelease, lastCall: number): Promise<boolean> {
  let calls = 0;
  const killed = (plane: ControlPlane) =>
    new Proxy(plane, {
      get(target, name: keyof ControlPlane) {
        return (...args: unknown[]) => {
          if (calls++ >= lastCall) throw new Killed(name);
          return (target[name] as (...args: unknown[]) => unknown)(...args);
        };
      },
    });
  try {
    await world.apply(desired, [], world.contextThrough(killed));
    return true;
  } catch (error) {
    if (isKilled(error)) return false;
    throw error;
  }
}

function isKilled(error: unknown): boolean {
  return error instanceof Killed || (error instanceof Error && isKilled(error.cause));
}

/**
 * Kills a run of `desired` at each of its calls in turn, lets the next run complete it, and compares what stands then. Between reads
 * nothing changes: a state that the next run was seen to complete is not completed again.
 * @returns how many calls the whole run has, and after how many of them the state was another one
 */
async function killEverywhere(
  prepare: () => Promise<unknown>,
  desired: DesiredRelease,
  whole: ReturnType<SetupWorld["state"]>,
): Promise<{ calls: number; states: number }> {
  const completed = new Set<string>();
  const state = () => JSON.stringify(world.state());
  for (let calls = 0, prepared = ""; ; calls++) {
    if (prepared === "" || prepared !== state()) {
      world.reset();
      await prepare();
      prepared = state();
    }
    if (await applyUntil(desired, calls)) return { calls, states: completed.size };
    const left = state();
    if (completed.has(left)) continue;
    await world.apply(desired);
    expect(world.state(), `killed at call ${calls}`).toEqual(whole);
    completed.add(left);
  }
}

describe("an apply that is killed at any call", () => {
  it(
    "is completed by the next one, from nothing: five agents, one alias and version each",
    async () => {
      world.reset();
      await world.apply(first);
      const whole = world.state();
      expect(whole.map(({ aliases, versions }) => [aliases.length, versions.length])).toEqual(
        Array(5).fill([1, 1]),
      );
      const { calls, states } = await killEverywhere(async () => {}, first, whole);
      expect(calls).toBeGreaterThan(80);
      expect(states).toBeGreaterThan(20);

      world.reset();
      await applyUntil(first, calls - 1);
      expect(world.releases.all).toEqual([]);
      world.takeCalls();
      await world.apply(first);
      expect(world.takeCalls().writes).toEqual({});
      expect(world.releases.all).toHaveLength(1);
    },
    longest,
  );

  it(
    "is completed by the next one, over a release that stands: changed, added, removed",
    async () => {
      world.reset();
      await world.apply(first);
      await world.apply(changed);
      const whole = world.state();
      expect(whole.map(({ name }) => name)).toHaveLength(4);
      const { calls, states } = await killEverywhere(() => world.apply(first), changed, whole);
      expect(calls).toBeGreaterThan(100);
      expect(states).toBeGreaterThan(15);
    },
    longest,
  );
});
