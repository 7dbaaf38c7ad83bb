import { describe, expect, it } from "vitest";
import { planRelease } from "#agents/setup/plan.ts";
import type { LiveAgentState, Plan } from "#agents/setup/plan-types.ts";
import { plannedCalls } from "#agents/setup/planned-calls.ts";
import { aliasArn, desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";

const desired = await desiredRelease();
const live = liveFrom(desired);

/** What is called on whom; agents that need nothing are left out. */
function callsOf(plan: Plan): Record<string, string[]> {
  return Object.fromEntries(
    plan.agents
      .filter(({ action }) => action !== "none")
      .map(({ name, needs }) => [name.replace(/^pf360-|-dev$/g, ""), plannedCalls(needs)]),
  );
}

function changesOf(plan: Plan, definitionName: string) {
  return plan.agents.find((agent) => agent.definitionName === definitionName)?.changes ?? [];
}

const release = ["PrepareAgent", "UpdateAgentAlias"];

describe("what stands in the account", () => {
  it("keeps its prompt overrides, memory and guardrail when something else is updated", async () => {
    const kept = { memoryConfiguration: { enabledMemoryTypes: ["SESSION_SUMMARY"] } };
    const guardrail = { id: "GUARDRAIL1", version: "3" };
    const found = withLive(live, "notes", (state) => ({
      ...state,
      agent: { ...state.agent, kept, guardrail },
      ...(state.liveVersion && { liveVersion: { ...state.liveVersion, kept, guardrail } }),
    }));
    expect(planRelease(desired, found).hasChanges).toBe(false);
    const plan = planRelease(await desiredRelease({ settings: { idleSessionTtlSeconds: 3600 } }), found);
    const notes = plan.agents.find(({ definitionName }) => definitionName === "notes");
    expect(notes?.needs.updateAgent).toMatchObject({ kept, guardrail, idleSessionTtlSeconds: 3600 });
    expect(notes?.notes).toEqual([expect.stringContaining("memoryConfiguration")]);
  });

  it("loses a guardrail only when the settings say none", async () => {
    const guarded = await desiredRelease({ settings: { guardrail: { id: "GUARDRAIL1", version: "3" } } });
    const plan = planRelease(await desiredRelease({ settings: { guardrail: "none" } }), liveFrom(guarded));
    expect(changesOf(plan, "notes")[0]).toEqual({
      at: "live",
      kind: "field",
      field: "guardrail",
      from: "GUARDRAIL1 version 3",
    });
    expect(plan.agents[0]?.needs.updateAgent).not.toHaveProperty("guardrail");
  });

  it("is put right where somebody edited the draft, without a new version", () => {
    const edited = withLive(live, "notes", (state) => ({
      ...state,
      agent: { ...state.agent, description: "Edited by hand.", status: "NOT_PREPARED" },
    }));
    const plan = planRelease(desired, edited);
    expect(callsOf(plan)).toEqual({ notes: ["UpdateAgent", "PrepareAgent"] });
    expect(changesOf(plan, "notes").map(({ at }) => at)).toEqual(["draft"]);
  });

  it("loses an action group and a collaborator that no definition knows", () => {
    const foreign = withLive(live, "supervisor", (state) => ({
      ...state,
      actionGroups: [
        {
          actionGroupId: "GROUP00009",
          name: "UserInputAction",
          description: "",
          lambdaArn: "",
          schema: "",
          enabled: true,
        },
      ],
      collaborators: [
        ...state.collaborators,
        {
          collaboratorId: "COLLA00009",
          name: "stranger",
          aliasArn: aliasArn("STRANGER01"),
          instruction: "Ask me.",
          relayConversationHistory: true,
        },
      ],
    }));
    const plan = planRelease(desired, foreign);
    expect(callsOf(plan)).toEqual({
      supervisor: ["DeleteAgentActionGroup", "DisassociateAgentCollaborator", "PrepareAgent"],
    });
  });

  it("turns a group on that was turned off", () => {
    const off = withLive(live, "notes", (state) => ({
      ...state,
      actionGroups: state.actionGroups.map((group) => ({ ...group, enabled: false })),
    }));
    expect(callsOf(planRelease(desired, off))).toEqual({ notes: ["UpdateAgentActionGroup", "PrepareAgent"] });
  });

  it("loses tags of ours, keeps foreign ones, and gets those it lacks", () => {
    const tagged = withLive(live, "notes", (state) => ({
      ...state,
      tags: { "cost-center": "7", "pf360:old": "x", "pf360:managed-by": "setup-agents" },
    }));
    const notes = planRelease(desired, tagged).agents.find(
      ({ definitionName }) => definitionName === "notes",
    );
    expect(notes?.needs.tags.agent).toEqual({
      set: { "pf360:environment": "dev", "pf360:agent": "notes" },
      remove: ["pf360:old"],
    });
    expect(notes?.changes.map((change) => change.kind)).toEqual(["tag", "tag", "tag"]);
    expect(plannedCalls(notes?.needs ?? expect.fail("no plan"))).toEqual(["TagResource", "UntagResource"]);
  });

  it("stays where an agent has our form of name but not our tag", () => {
    const stranger = withLive(liveFrom(desired), "notes", (state) => ({
      ...state,
      agent: { ...state.agent, agentId: "STRANGER01", name: "pf360-stranger-dev" },
      tags: {},
    }));
    const agents = [...live.agents, ...stranger.agents.filter(({ agent }) => agent.agentId === "STRANGER01")];
    const plan = planRelease(desired, { ...live, agents });
    expect(plan.hasChanges).toBe(false);
    expect(plan.agents.at(-1)).toMatchObject({ agentId: "STRANGER01", action: "none" });
    expect(plan.agents.at(-1)?.notes).toHaveLength(1);
  });

  it("says that the alias was switched off, and leaves it so", () => {
    const off = withLive(live, "notes", (state) => ({
      ...state,
      ...(state.alias && { alias: { ...state.alias, invocations: "REJECT_INVOCATIONS" as const } }),
    }));
    const plan = planRelease(desired, off);
    expect(plan.hasChanges).toBe(false);
    expect(plan.agents.flatMap(({ notes }) => notes)).toHaveLength(1);
  });
});

describe("what a killed run leaves behind", () => {
  const halfway: [string, (state: LiveAgentState) => LiveAgentState, string[]][] = [
    [
      "a bare agent",
      ({ alias: _alias, liveVersion: _version, ...state }) => ({
        ...state,
        agent: { ...state.agent, status: "NOT_PREPARED" },
        actionGroups: [],
        versions: [],
      }),
      ["CreateAgentActionGroup", "PrepareAgent", "CreateAgentAlias"],
    ],
    [
      "a draft that nobody prepared",
      ({ alias: _alias, liveVersion: _version, ...state }) => ({
        ...state,
        agent: { ...state.agent, status: "NOT_PREPARED" },
        versions: [],
      }),
      ["PrepareAgent", "CreateAgentAlias"],
    ],
    [
      "a prepared agent without an alias",
      ({ alias: _alias, liveVersion: _version, ...state }) => ({ ...state, versions: [] }),
      ["PrepareAgent", "CreateAgentAlias"],
    ],
    [
      "a new draft behind an old version",
      (state) => ({
        ...state,
        ...(state.liveVersion && { liveVersion: { ...state.liveVersion, instruction: "The old one." } }),
      }),
      release,
    ],
    [
      "an alias whose version is gone",
      ({ liveVersion: _version, ...state }) => ({ ...state, versions: [] }),
      release,
    ],
    [
      "an alias that still tells of another spec",
      (state) => ({
        ...state,
        ...(state.alias && { alias: { ...state.alias, description: "setup-agents: spec 0" } }),
      }),
      ["UpdateAgentAlias"],
    ],
    [
      "an alias that failed",
      (state) => ({ ...state, ...(state.alias && { alias: { ...state.alias, status: "FAILED" as const } }) }),
      ["UpdateAgentAlias"],
    ],
    [
      "a draft that failed to be prepared",
      (state) => ({ ...state, agent: { ...state.agent, status: "FAILED" } }),
      ["UpdateAgent", "PrepareAgent"],
    ],
    [
      "a creation that failed",
      ({ alias: _alias, liveVersion: _version, ...state }) => ({
        ...state,
        agent: { ...state.agent, status: "FAILED" },
        versions: [],
      }),
      ["DeleteAgent", "CreateAgent", "CreateAgentActionGroup", "PrepareAgent", "CreateAgentAlias"],
    ],
  ];

  it.each(halfway)("is completed: %s", (_what, change, calls) => {
    const plan = planRelease(desired, withLive(live, "notes", change));
    expect(callsOf(plan).notes).toEqual(calls);
    expect(changesOf(plan, "notes")).not.toEqual([]);
  });

  it("re-uses the version it has when only the description is to be mended", () => {
    const found = withLive(live, "notes", (state) => ({
      ...state,
      ...(state.alias && { alias: { ...state.alias, description: "by hand" } }),
    }));
    const notes = planRelease(desired, found).agents.find(({ definitionName }) => definitionName === "notes");
    expect(notes?.needs.alias).toEqual({ action: "point", aliasId: "ALIAS00001", version: "1" });
  });

  it("takes the agent that works, and deletes the failed one of the same name", () => {
    const twins = live.agents.flatMap((state) => {
      const { alias: _alias, liveVersion: _version, ...bare } = state;
      const twin = {
        ...bare,
        agent: { ...state.agent, agentId: "TWIN000001", status: "FAILED" as const },
        versions: [],
        tags: {},
      };
      return state.agent.name === "pf360-notes-dev" ? [twin, state] : [state];
    });
    const plan = planRelease(desired, { ...live, agents: twins });
    expect(plan.agents.filter(({ action }) => action !== "none")).toEqual([
      expect.objectContaining({ agentId: "TWIN000001", action: "delete" }),
    ]);
  });

  it("binds the supervisor anew to a specialist that is made again", () => {
    const deleting = withLive(live, "notes", ({ agent }) => ({
      agent: { ...agent, status: "DELETING" },
      tags: {},
      actionGroups: [],
      collaborators: [],
      otherAliases: [],
      versions: [],
    }));
    const plan = planRelease(desired, deleting);
    expect(callsOf(plan)).toMatchObject({ supervisor: ["UpdateAgentCollaborator", ...release] });
    expect(changesOf(plan, "supervisor")).toContainEqual({
      at: "live",
      kind: "collaborator-field",
      collaborator: "notes",
      field: "target",
      from: aliasArn("AGENT00002"),
      to: "the new alias of pf360-notes-dev",
    });
  });
});
