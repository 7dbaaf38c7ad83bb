import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRelease } from "#agents/setup/plan.ts";
import type { DesiredRelease, LiveAgentState, Plan } from "#agents/setup/plan-types.ts";
import { plannedCalls } from "#agents/setup/planned-calls.ts";
import {
  aliasArn,
  describedGroup,
  describedOperation,
  desiredRelease,
  liveFrom,
  specialist,
  supervisor,
  withLive,
} from "#tests/builders/agent-release.ts";

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

describe("a plan", () => {
  it("has nothing to do where everything is as described", () => {
    const plan = planRelease(desired, live);
    expect(plan.hasChanges).toBe(false);
    expect(plan.agents.flatMap(({ changes, notes }) => [...changes, ...notes])).toEqual([]);
    expect(callsOf(plan)).toEqual({});
  });

  it("creates everything in an empty account, specialists first", () => {
    const plan = planRelease(desired, { environment: "dev", agents: [] });
    expect(plan.agents.map(({ definitionName, action, wave }) => [definitionName, action, wave])).toEqual([
      ["scheduling", "create", 0],
      ["notes", "create", 0],
      ["supervisor", "create", 1],
    ]);
    expect(callsOf(plan)).toEqual({
      scheduling: ["CreateAgent", "CreateAgentActionGroup", "PrepareAgent", "CreateAgentAlias"],
      notes: ["CreateAgent", "CreateAgentActionGroup", "PrepareAgent", "CreateAgentAlias"],
      supervisor: [
        "CreateAgent",
        "AssociateAgentCollaborator",
        "AssociateAgentCollaborator",
        "PrepareAgent",
        "CreateAgentAlias",
      ],
    });
  });

  const touched: [string, Promise<DesiredRelease>, Record<string, string[]>][] = [
    [
      "an instruction",
      desiredRelease({
        instructions: { notes: "Another instruction, long enough for the service to take." },
      }),
      { notes: ["UpdateAgent", ...release] },
    ],
    [
      "a description",
      desiredRelease({
        definitions: [
          supervisor(),
          { ...specialist("scheduling"), description: "Another." },
          specialist("notes"),
        ],
      }),
      { scheduling: ["UpdateAgent", ...release] },
    ],
    [
      "an added operation",
      desiredRelease({
        actionGroups: [
          describedGroup("scheduling-actions", ["one", "two", "three"]),
          describedGroup("notes-actions"),
        ],
      }),
      { scheduling: ["UpdateAgentActionGroup", ...release] },
    ],
    [
      "a removed operation",
      desiredRelease({
        actionGroups: [describedGroup("scheduling-actions"), describedGroup("notes-actions", ["one"])],
      }),
      { notes: ["UpdateAgentActionGroup", ...release] },
    ],
    [
      "a Lambda",
      desiredRelease({
        settings: {
          actionGroupArns: {
            "scheduling-actions":
              "arn:aws:lambda:us-east-1:000000000000:function:scheduling-actions-dev:live",
            "information-actions":
              "arn:aws:lambda:us-east-1:000000000000:function:information-actions-dev:live",
            "notes-actions": "arn:aws:lambda:us-east-1:000000000000:function:other-dev:live",
          },
        },
      }),
      { notes: ["UpdateAgentActionGroup", ...release] },
    ],
    [
      "a group that an agent no longer has",
      desiredRelease({
        definitions: [supervisor(), { ...specialist("scheduling"), actionGroups: [] }, specialist("notes")],
      }),
      { scheduling: ["DeleteAgentActionGroup", ...release] },
    ],
    [
      "a collaborator's instruction",
      desiredRelease({
        definitions: [
          {
            ...supervisor(),
            collaborators: [
              { agent: "scheduling", instruction: "Hand over what is about scheduling." },
              { agent: "notes", instruction: "Hand over when there is something to write down." },
            ],
          },
          specialist("scheduling"),
          specialist("notes"),
        ],
      }),
      { supervisor: ["UpdateAgentCollaborator", ...release] },
    ],
    [
      "a collaborator that is no longer called",
      desiredRelease({ definitions: [supervisor(["notes"]), specialist("scheduling"), specialist("notes")] }),
      { supervisor: ["DisassociateAgentCollaborator", ...release] },
    ],
    [
      "the supervisor's mode",
      desiredRelease({ settings: { collaboration: "SUPERVISOR_ROUTER" } }),
      { supervisor: ["UpdateAgent", ...release] },
    ],
    [
      "the model of all",
      desiredRelease({ settings: { foundationModel: "another.model-v1:0" } }),
      {
        supervisor: ["UpdateAgent", ...release],
        scheduling: ["UpdateAgent", ...release],
        notes: ["UpdateAgent", ...release],
      },
    ],
    [
      "an agent that is no longer defined",
      desiredRelease({ definitions: [supervisor(["scheduling"]), specialist("scheduling")] }),
      { supervisor: ["DisassociateAgentCollaborator", ...release], notes: ["DeleteAgent"] },
    ],
    [
      "a new agent",
      desiredRelease({
        definitions: [
          supervisor(["scheduling", "notes", "chitchat"]),
          specialist("scheduling"),
          specialist("notes"),
          specialist("chitchat"),
        ],
      }),
      {
        chitchat: ["CreateAgent", "PrepareAgent", "CreateAgentAlias"],
        supervisor: ["AssociateAgentCollaborator", ...release],
      },
    ],
  ];

  it.each(touched)("touches exactly those whom it concerns: %s", async (_what, changed, calls) => {
    expect(callsOf(planRelease(await changed, live))).toEqual(calls);
  });

  it.each(touched)("is settled once it has been applied: %s", async (_what, changed) => {
    const applied = liveFrom(await changed);
    expect(planRelease(await changed, applied).hasChanges).toBe(false);
  });

  it("keeps to the agents it is asked for", async () => {
    const changed = await desiredRelease({ settings: { foundationModel: "another.model-v1:0" } });
    const plan = planRelease(changed, live, { only: ["scheduling"] });
    expect(plan.agents.map(({ definitionName }) => definitionName)).toEqual(["scheduling"]);
  });

  it("refuses a name that no agent has, and a supervisor before its specialists", () => {
    expect(() => planRelease(desired, live, { only: ["sheduling"] })).toThrow(/sheduling.*scheduling/);
    const empty = { environment: "dev" as const, agents: [] };
    expect(() => planRelease(desired, empty, { only: ["supervisor"] })).toThrow(/scheduling, notes/);
  });
});

describe("a schema's difference", () => {
  const group = describedGroup("notes-actions");
  const withOperation = (operation: object) => ({
    ...group,
    document: { ...group.document, paths: { "/notes_one": { post: operation }, "/notes_two": two } },
  });
  const two = { post: describedOperation("notes_two") };
  const planWith = async (operation: object) =>
    planRelease(
      await desiredRelease({
        actionGroups: [describedGroup("scheduling-actions"), withOperation(operation)],
      }),
      live,
    );

  it("names the operation and the place", async () => {
    const operation = describedOperation("notes_one");
    const parameters = operation.parameters.map((parameter) =>
      parameter.name === "text" ? { ...parameter, description: "What to write." } : parameter,
    );
    expect(changesOf(await planWith({ ...operation, parameters }), "notes")).toContainEqual({
      at: "live",
      kind: "operation",
      change: "changed",
      group: "notes-actions",
      operation: "notes_one",
      details: [{ place: "parameters.text.description", from: "What.", to: "What to write." }],
    });
  });

  it("tells a parameter that came and one that went", async () => {
    const operation = describedOperation("notes_one");
    const [project] = operation.parameters;
    const plan = await planWith({ ...operation, parameters: [project, { ...project, name: "date" }] });
    const places = changesOf(plan, "notes").flatMap((change) =>
      change.kind === "operation" ? change.details.map(({ place, to }) => [place, to !== undefined]) : [],
    );
    expect(places).toContainEqual(["parameters.date.name", true]);
    expect(places).toContainEqual(["parameters.text.name", false]);
  });

  it("tells another order of the parameters", async () => {
    const operation = describedOperation("notes_one");
    const plan = await planWith({ ...operation, parameters: operation.parameters.toReversed() });
    expect(changesOf(plan, "notes")[0]).toMatchObject({
      details: [{ place: "parameters", from: "project_id, text", to: "text, project_id" }],
    });
  });

  it("tells that Bedrock is to ask before the operation", async () => {
    const plan = await planWith({ ...describedOperation("notes_one"), "x-requireConfirmation": "ENABLED" });
    expect(changesOf(plan, "notes")).toEqual([
      {
        at: "live",
        kind: "confirmation",
        group: "notes-actions",
        operation: "notes_one",
        from: false,
        to: true,
      },
      { at: "live", kind: "alias", from: "1" },
    ]);
  });

  it("is none for the same document in another writing", () => {
    const rewritten = withLive(live, "notes", (state) => {
      const actionGroups = state.actionGroups.map((found) => ({ ...found, schema: shuffled(found.schema) }));
      return {
        ...state,
        actionGroups,
        ...(state.liveVersion && { liveVersion: { ...state.liveVersion, actionGroups } }),
      };
    });
    expect(planRelease(desired, rewritten).hasChanges).toBe(false);
  });

  it.each(["openapi: 3.0.0", "s3://bucket/key", ""])(
    "is the whole schema where the live one is %j",
    (schema) => {
      const foreign = withLive(live, "notes", (state) => ({
        ...state,
        actionGroups: state.actionGroups.map((found) => ({ ...found, schema })),
      }));
      expect(changesOf(planRelease(desired, foreign), "notes")).toEqual([
        expect.objectContaining({ at: "draft", kind: "action-group-field", field: "schema" }),
      ]);
    },
  );
});

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

describe("any change of one live agent", () => {
  const edits: ((state: LiveAgentState) => LiveAgentState)[] = [
    (state) => ({ ...state, agent: { ...state.agent, instruction: "Edited." } }),
    (state) => ({ ...state, agent: { ...state.agent, status: "NOT_PREPARED" } }),
    (state) => ({ ...state, agent: { ...state.agent, idleSessionTtlSeconds: 600 } }),
    (state) => ({ ...state, tags: {} }),
    (state) => ({ ...state, ...(state.alias && { alias: { ...state.alias, tags: {} } }) }),
    (state) => ({ ...state, ...(state.alias && { alias: { ...state.alias, description: "by hand" } }) }),
    (state) => ({
      ...state,
      ...(state.liveVersion && {
        liveVersion: { ...state.liveVersion, roleArn: "arn:aws:iam::000000000000:role/old" },
      }),
    }),
    ({ liveVersion: _version, ...state }) => state,
  ];

  it("is planned for that agent alone, with words for each call", () => {
    const names = fc.constantFrom("supervisor", "scheduling", "notes");
    const some = fc.uniqueArray(fc.constantFrom(...edits), { minLength: 1 });
    fc.assert(
      fc.property(names, some, (name, chosen) => {
        const found = withLive(live, name, (state) => chosen.reduce((edited, edit) => edit(edited), state));
        const plan = planRelease(desired, found);
        expect(Object.keys(callsOf(plan))).toEqual([name]);
        for (const { changes, needs, action } of plan.agents) {
          expect(changes.length > 0).toBe(plannedCalls(needs).length > 0);
          expect(action === "none").toBe(changes.length === 0);
        }
        expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
      }),
    );
  });
});

/** The same JSON with its keys in the other order, and white space. */
function shuffled(schema: string): string {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, member]) => [key, turn(member)]),
    );
  };
  return JSON.stringify(turn(JSON.parse(schema)), null, 2);
}
