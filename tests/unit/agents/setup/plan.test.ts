import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRelease } from "#agents/setup/plan.ts";
import type { DesiredRelease, LiveAgentState, Plan } from "#agents/setup/plan-types.ts";
import { plannedCalls } from "#agents/setup/planned-calls.ts";
import {
  describedGroup,
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
