import { describe, expect, it } from "vitest";
import type { Release } from "#agents/setup/release-store.ts";
import { findTarget, planRollback, rollBack } from "#agents/setup/rollback.ts";
import { desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";
import { atVersion, memoryReleaseStore, releaseOf, setupContext } from "#tests/builders/setup-context.ts";

const one = liveFrom(await desiredRelease());
const two = atVersion(atVersion(one, "notes", "2"), "supervisor", "2");
const three = atVersion(two, "notes", "3");
const first = releaseOf(one, { releaseId: "first" });
const second = releaseOf(two, { releaseId: "second", previous: "first" });
const third = releaseOf(three, { releaseId: "third", previous: "second" });
const backToSecond = releaseOf(two, {
  releaseId: "back",
  action: "rollback",
  restores: "second",
  previous: "third",
});
const destroyed = releaseOf(
  { ...one, agents: [] },
  { releaseId: "gone", action: "destroy", previous: "back" },
);

const target = (asked: string | undefined, ...releases: Release[]) =>
  findTarget(asked, memoryReleaseStore(releases));

describe("the release to go back to", () => {
  it("is the one before what is live", async () => {
    expect(await target(undefined, first, second, third)).toEqual(second);
  });

  it("is one further back each time, not the one that was just left", async () => {
    expect(await target(undefined, first, second, third, backToSecond)).toEqual(first);
  });

  it("is the one that was asked for, or what that one itself went back to", async () => {
    expect(await target("third", first, second, third, backToSecond)).toEqual(third);
    expect(await target("back", first, second, third, backToSecond)).toEqual(second);
  });

  it.each([
    ["there is none", undefined, []],
    ["the live one is the first", undefined, [first]],
    ["everything was taken down", undefined, [first, destroyed]],
    ["a destroy is asked for", "gone", [first, destroyed]],
    ["nobody knows the one asked for", "unheard-of", [first]],
  ] as const)("is refused when %s", async (_why, asked, releases) => {
    await expect(target(asked, ...releases)).rejects.toMatchObject({ code: "release_unknown" });
  });
});

describe("the plan of a rollback", () => {
  it("moves exactly the aliases that stand elsewhere", () => {
    const { moves, left } = planRollback(first, two);

    expect(moves.map(({ name, from, to }) => ({ name, from, to }))).toEqual(
      expect.arrayContaining([
        { name: "pf360-notes-dev", from: "2", to: "1" },
        { name: "pf360-supervisor-dev", from: "2", to: "1" },
      ]),
    );
    expect(moves).toHaveLength(2);
    expect(left).toEqual([]);
  });

  it("is empty when everything stands there already", () => {
    expect(planRollback(second, two).moves).toEqual([]);
  });

  it("leaves agents that came later, and says so", () => {
    const before = { ...first, agents: first.agents.filter(({ name }) => name !== "pf360-notes-dev") };

    expect(planRollback(before, two)).toMatchObject({
      moves: [{ name: "pf360-supervisor-dev" }],
      left: ["pf360-notes-dev"],
    });
  });

  it("is refused as a whole when one version or agent is gone", () => {
    const pruned = withLive(two, "notes", (state) => ({ ...state, versions: ["2"] }));
    const lost = { ...two, agents: two.agents.filter(({ agent }) => agent.name !== "pf360-notes-dev") };

    expect(() => planRollback(first, pruned)).toThrow(
      expect.objectContaining({
        code: "release_gone",
        message: expect.stringContaining("version 1 of pf360-notes-dev"),
      }),
    );
    expect(() => planRollback(first, lost)).toThrow(expect.objectContaining({ code: "release_gone" }));
  });
});

describe("a rollback", () => {
  it("points the aliases, writes nothing else, and is a release of its own", async () => {
    const { context, writes, releases, live } = setupContext(two, [first, second]);

    const { release, isNew } = await rollBack(planRollback(first, two), context);

    expect(writes.toSorted()).toEqual([
      "updateAlias pf360-notes-dev 1",
      "updateAlias pf360-supervisor-dev 1",
    ]);
    expect(live().agents.map(({ alias }) => alias?.version)).toEqual(["1", "1", "1"]);
    expect(isNew).toBe(true);
    expect(release).toMatchObject({ action: "rollback", restores: "first", previous: "second" });
    expect(releases).toHaveLength(3);
  });

  it("keeps an alias switched off that somebody switched off", async () => {
    const off = withLive(two, "notes", (state) => ({
      ...state,
      ...(state.alias && { alias: { ...state.alias, invocations: "REJECT_INVOCATIONS" as const } }),
    }));
    const { context, live } = setupContext(off, [first, second]);

    await rollBack(planRollback(first, off), context);

    const notes = live().agents.find(({ agent }) => agent.name === "pf360-notes-dev");
    expect(notes?.alias).toMatchObject({ version: "1", invocations: "REJECT_INVOCATIONS" });
  });

  it("names the alias that would not move, records nothing, and is completed by the next one", async () => {
    const { context, releases, live } = setupContext(two, [first, second]);
    const { updateAlias } = context.controlPlane;
    context.controlPlane.updateAlias = async (agentId, ...rest) => {
      const name = live().agents.find(({ agent }) => agent.agentId === agentId)?.agent.name;
      if (name === "pf360-supervisor-dev") throw new Error("not now");
      return updateAlias(agentId, ...rest);
    };

    await expect(rollBack(planRollback(first, live()), context)).rejects.toMatchObject({
      code: "apply_failed",
      message: expect.stringMatching(/pf360-supervisor-dev: .*not now/),
    });
    expect(releases).toHaveLength(2);
    context.controlPlane.updateAlias = updateAlias;
    const rest = planRollback(first, live());
    await rollBack(rest, context);

    expect(rest.moves.map(({ name }) => name)).toEqual(["pf360-supervisor-dev"]);
    expect(releases.at(-1)).toMatchObject({ action: "rollback", restores: "first" });
  });
});
