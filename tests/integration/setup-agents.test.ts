import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readSettledRelease } from "#agents/setup/apply-release.ts";
import { destroyRelease, planDestroy } from "#agents/setup/destroy.ts";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import { planPrune, pruneVersions, readAliases } from "#agents/setup/prune.ts";
import { findTarget, planRollback, rollBack } from "#agents/setup/rollback.ts";
import { statusOf } from "#agents/setup/status.ts";
import { desiredRelease, specialist, supervisor } from "#tests/builders/agent-release.ts";
import { type SetupWorld, startSetupWorld } from "#tests/builders/setup-world.ts";

let world: SetupWorld;
let first: DesiredRelease;

beforeAll(async () => {
  world = await startSetupWorld();
  first = await desiredRelease();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

/** `{notes: "1"}`: where each alias points. */
async function versions(): Promise<Record<string, string | undefined>> {
  const { agents } = await world.readLive();
  return Object.fromEntries(
    agents.map(({ agent, alias }) => [agent.name.replace(/^pf360-|-dev$/g, ""), alias?.version]),
  );
}

async function rollBackTo(asked?: string) {
  const target = await findTarget(asked, world.releases);
  const plan = planRollback(target, await world.readLive());
  world.pace.clock.advance(1);
  return { plan, ...(await rollBack(plan, world.context)) };
}

async function destroy() {
  world.pace.clock.advance(1);
  return destroyRelease(planDestroy(await world.readLive()), world.context);
}

const otherInstruction = "You are the agent of this test.\nYour part is notes.\nAsk two questions at a time.";

describe("apply", () => {
  it("takes up a new agent, and deletes one that is no longer defined when nobody calls it any more", async () => {
    await world.apply(first);
    world.takeCalls();
    const other = await desiredRelease({
      definitions: [supervisor(["scheduling", "chitchat"]), specialist("scheduling"), specialist("chitchat")],
    });
    await world.apply(other);

    expect(await versions()).toEqual({ chitchat: "1", scheduling: "1", supervisor: "2" });
    expect(world.takeCalls().writes).toEqual({
      CreateAgent: 1,
      PrepareAgent: 2,
      CreateAgentAlias: 1,
      DisassociateAgentCollaborator: 1,
      AssociateAgentCollaborator: 1,
      UpdateAgentAlias: 1,
      DeleteAgentAlias: 1,
      DeleteAgent: 1,
    });
    expect(world.state().map(({ name }) => name)).toEqual([
      "pf360-chitchat-dev",
      "pf360-scheduling-dev",
      "pf360-supervisor-dev",
    ]);
  });

  it("lets the supervisor go without anyone to call", async () => {
    await world.apply(first);
    await world.apply(await desiredRelease({ definitions: [specialist("supervisor")] }));

    expect(world.state()).toMatchObject([
      {
        name: "pf360-supervisor-dev",
        draft: { config: { agentCollaboration: "DISABLED" }, collaborators: [] },
      },
    ]);
  });

  it("touches one agent only when told so", async () => {
    await world.apply(first);
    world.takeCalls();
    const changed = await desiredRelease({
      instructions: { notes: otherInstruction, scheduling: otherInstruction },
    });
    await world.apply(changed, ["scheduling"]);

    expect(world.takeCalls().writes).toEqual({ UpdateAgent: 1, PrepareAgent: 1, UpdateAgentAlias: 1 });
    expect(await versions()).toEqual({ notes: "1", scheduling: "2", supervisor: "1" });
  });

  it("keeps what nobody speaks of: guardrail, a paused alias, foreign tags", async () => {
    await world.apply(first);
    const [notes] = (await world.readLive()).agents;
    if (!notes?.alias) throw new Error("notes has no alias");
    const { agent, alias } = notes;
    const { controlPlane, waits } = world.context;
    await controlPlane.updateAgent(agent.agentId, {
      ...agent,
      tags: {},
      guardrail: { id: "abcdefghij", version: "3" },
    });
    await waits.settledAgent(agent.agentId);
    await controlPlane.updateAlias(agent.agentId, alias.aliasId, {
      ...alias,
      invocations: "REJECT_INVOCATIONS",
    });
    await waits.settledAlias(agent.agentId, alias.aliasId);
    await controlPlane.tag(agent.arn, { "cost-center": "7" });

    await world.apply(await desiredRelease({ instructions: { notes: otherInstruction } }));

    expect(world.state()[0]).toMatchObject({
      name: "pf360-notes-dev",
      tags: { "cost-center": "7" },
      draft: { config: { guardrailConfiguration: { guardrailIdentifier: "abcdefghij" } } },
      aliases: [{ version: "2", invocations: "REJECT_INVOCATIONS" }],
    });
  });

  it("works when nothing is there at once, and the rates are kept", async () => {
    const slow = await startSetupWorld({ latencyMs: 3_000, rateLimits: true, keepsRates: true });
    try {
      await slow.apply(first);
      await slow.apply(await desiredRelease({ instructions: { notes: otherInstruction } }));

      expect(slow.service.calls().filter(({ error }) => error !== undefined)).toEqual([]);
      expect(slow.state().map(({ aliases }) => aliases[0]?.version)).toEqual(["2", "1", "1"]);
    } finally {
      await slow.close();
    }
  });
});

describe("apply, when the service refuses", () => {
  const add = (kind: string, more: object = {}) =>
    world.service.addFault({ kind, times: 1, reasons: ["Failed on demand."], ...more } as Parameters<
      SetupWorld["service"]["addFault"]
    >[0]);

  it("gives a role a minute and no more, and says what to look at", async () => {
    add("role_lag", { operation: "CreateAgent", times: 1_000 });
    const startMs = world.pace.clock.nowMs();
    await expect(world.apply(first)).rejects.toMatchObject({
      code: "apply_failed",
      cause: { code: "role_refused" },
    });
    // Three agents wait one after another on this clock.
    expect(world.pace.clock.nowMs() - startMs).toBeLessThan(3 * 75_000);
  });

  it("replaces an agent whose creation failed late", async () => {
    add("failed", { operation: "CreateAgent", agent: "pf360-notes-dev" });
    await expect(world.apply(first)).rejects.toMatchObject({ code: "apply_failed" });
    await world.apply(first);

    expect(world.state().map(({ name, status }) => [name, status])).toEqual([
      ["pf360-notes-dev", "PREPARED"],
      ["pf360-scheduling-dev", "PREPARED"],
      ["pf360-supervisor-dev", "PREPARED"],
    ]);
  });

  it("says so when something still differs at the end", async () => {
    await world.apply(first);
    const changed = await desiredRelease({ instructions: { notes: otherInstruction } });
    const through = world.contextThrough((plane) => ({ ...plane, updateAgent: async () => {} }));
    await expect(world.apply(changed, [], through)).rejects.toMatchObject({ code: "not_converged" });
    expect(world.releases.all).toHaveLength(1);
  });
});

describe("rollback", () => {
  it("points every alias of a release back, touches no draft, and can go on to the one before", async () => {
    const { release: one } = await world.apply(first);
    const second = await desiredRelease({ instructions: { notes: otherInstruction } });
    const { release: two } = await world.apply(second);
    const third = await desiredRelease({
      instructions: { notes: otherInstruction, scheduling: otherInstruction, supervisor: otherInstruction },
    });
    await world.apply(third);
    world.takeCalls();

    const back = await rollBackTo();
    expect(back.release).toMatchObject({ action: "rollback", restores: two?.releaseId });
    expect(await versions()).toEqual({ notes: "2", scheduling: "1", supervisor: "1" });
    expect(world.takeCalls().writes).toEqual({ UpdateAgentAlias: 2 });

    const further = await rollBackTo();
    expect(further.release).toMatchObject({ action: "rollback", restores: one?.releaseId });
    expect(await versions()).toEqual({ notes: "1", scheduling: "1", supervisor: "1" });
    await expect(rollBackTo()).rejects.toMatchObject({ code: "release_unknown" });

    await rollBackTo(back.release?.releaseId);
    expect(await versions()).toEqual({ notes: "2", scheduling: "1", supervisor: "1" });
    await world.apply(second);
    expect(await versions()).toMatchObject({ notes: "2" });
  });

  it("is later than the release before it, whatever the clock of the machine says", async () => {
    const { release: one } = await world.apply(first);
    world.pace.clock.set("2020-01-01T00:00:00Z");
    const { release: two } = await world.apply(
      await desiredRelease({ instructions: { notes: otherInstruction } }),
    );
    expect((two?.at ?? "") > (one?.at ?? "")).toBe(true);
  });

  it("writes nothing when everything points there already", async () => {
    const { release } = await world.apply(first);
    world.takeCalls();
    const { plan, isNew } = await rollBackTo(release?.releaseId);
    expect({ moves: plan.moves, isNew }).toEqual({ moves: [], isNew: false });
    expect(world.takeCalls().writes).toEqual({});
  });

  it("moves nothing when a part of the release is gone", async () => {
    const { release } = await world.apply(first);
    await destroy();
    await world.apply(first);
    world.takeCalls();
    await expect(rollBackTo(release?.releaseId)).rejects.toMatchObject({ code: "release_gone" });
    await expect(rollBackTo("nothing")).rejects.toMatchObject({ code: "release_unknown" });
    expect(world.takeCalls().writes).toEqual({});
  });
});

describe("status", () => {
  it("finds no drift after an apply and after a rollback", async () => {
    await world.apply(first);
    await world.apply(await desiredRelease({ instructions: { notes: otherInstruction } }));
    expect(statusOf(world.releases.all.at(-1), await world.readLive()).drift).toEqual([]);
    await rollBackTo();
    expect(statusOf(world.releases.all.at(-1), await world.readLive()).drift).toEqual([]);
  });

  it("finds what was done by hand", async () => {
    const { release } = await world.apply(first);
    const [notes, scheduling, boss] = (await world.readLive()).agents;
    if (!notes?.alias || !scheduling || !boss?.alias) throw new Error("agents are missing");
    const { controlPlane, waits } = world.context;
    await controlPlane.updateAlias(notes.agent.agentId, notes.alias.aliasId, { name: "live" });
    await waits.workingAlias(notes.agent.agentId, notes.alias.aliasId);
    await controlPlane.updateAgent(scheduling.agent.agentId, {
      ...scheduling.agent,
      description: "Mine.",
      tags: {},
    });
    await waits.settledAgent(scheduling.agent.agentId);
    await controlPlane.deleteAlias(boss.agent.agentId, boss.alias.aliasId);
    await controlPlane.deleteAgent(boss.agent.agentId, true);
    await waits.agentGone(boss.agent.agentId);

    expect(statusOf(release, await world.readLive()).drift).toEqual([
      { kind: "alias-moved", name: "pf360-notes-dev", released: "1", found: "2" },
      { kind: "draft-edited", name: "pf360-scheduling-dev" },
      { kind: "agent-missing", name: "pf360-supervisor-dev", agentId: boss.agent.agentId },
    ]);
  });
});

describe("prune", () => {
  it("deletes what no alias and no kept release uses", async () => {
    for (const word of ["one", "two", "three", "four"]) {
      await world.apply(
        await desiredRelease({ instructions: { notes: `${otherInstruction} Say ${word}.` } }),
      );
    }
    const live = await world.readLive();
    const [notes] = live.agents;
    if (!notes) throw new Error("notes is missing");
    await world.context.controlPlane.createAlias(
      notes.agent.agentId,
      { name: "beta", version: "1" },
      "a".repeat(36),
    );
    const releases = await world.releases.list(100);
    const plan = planPrune(live, await readAliases(live, world.context), releases, 2);
    world.takeCalls();
    await pruneVersions(plan, world.context);

    expect(plan.versions.map(({ name, version }) => [name, version])).toEqual([["pf360-notes-dev", "2"]]);
    expect(world.takeCalls().writes).toEqual({ DeleteAgentVersion: 1 });
    expect((await readSettledRelease(world.context)).agents[0]?.versions).toEqual(["4", "3", "1"]);
    await expect(rollBackTo(releases.at(-2)?.releaseId)).rejects.toMatchObject({ code: "release_gone" });
    await rollBackTo(releases.at(1)?.releaseId);
  });
});

describe("destroy", () => {
  it("takes everything of ours down, callers first, and leaves what is not ours", async () => {
    await world.apply(first);
    const { controlPlane, waits } = world.context;
    const [notes] = first.agents;
    if (!notes) throw new Error("the release is empty");
    const foreign = { ...notes.spec, name: "pf360-foreign-dev", tags: {} };
    const { agentId } = await controlPlane.createAgent(foreign, "b".repeat(36));
    await waits.settledAgent(agentId);
    const { release } = await destroy();

    expect(world.state().map(({ name }) => name)).toEqual(["pf360-foreign-dev"]);
    expect(release).toMatchObject({ action: "destroy", agents: [] });
    expect(
      world.service
        .calls()
        .filter(({ error }) => error !== undefined && error !== "ResourceNotFoundException"),
    ).toEqual([]);
    await expect(findTarget(undefined, world.releases)).rejects.toMatchObject({ code: "release_unknown" });
  });

  it("does nothing twice", async () => {
    await world.apply(first);
    await destroy();
    world.takeCalls();
    const { isNew } = await destroy();
    expect(isNew).toBe(false);
    expect(world.takeCalls().writes).toEqual({});
  });
});
