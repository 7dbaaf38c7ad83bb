import { beforeAll, describe, expect, it } from "vitest";
import { applyPlan } from "#agents/setup/apply.ts";
import type { AliasSpec, ControlPlane, LiveAgent, LiveAlias } from "#agents/setup/control-plane.ts";
import { planRelease } from "#agents/setup/plan.ts";
import type { DesiredRelease, LiveRelease } from "#agents/setup/plan-types.ts";
import type { Progress } from "#agents/setup/progress.ts";
import { SetupError } from "#agents/setup/setup-error.ts";
import { createWaits } from "#agents/setup/wait-for-agents.ts";
import { desiredRelease, liveFrom, specialist, supervisor, withLive } from "#tests/builders/agent-release.ts";
import { instantPace } from "#tests/builders/setup-world.ts";

let desired: DesiredRelease;
const nothing: LiveRelease = { environment: "dev", agents: [] };

beforeAll(async () => {
  desired = await desiredRelease();
});

/** A control plane on which everything goes well at once; calls are noted as `method agent`. An agent's id is its name. */
function willingPlane(given: { fail?: (call: string) => Error | undefined; live?: LiveRelease } = {}) {
  const calls: string[] = [];
  const tokens: string[] = [];
  const aliasSpecs: Partial<AliasSpec>[] = [];
  const gone = new Set<string>();
  const nameOf = (id: string) =>
    given.live?.agents.find(({ agent }) => agent.agentId === id)?.agent.name ?? id;
  const aliasOf = (id: string): LiveAlias => ({
    aliasId: "ALIAS00001",
    arn: `arn of ${nameOf(id)}`,
    name: "live",
    version: "1",
    status: "PREPARED",
    invocations: "REJECT_INVOCATIONS",
  });
  const note = (method: string, agentId: string) => {
    const call = `${method} ${nameOf(agentId).replace(/^pf360-|-dev$/g, "")}`;
    calls.push(call);
    const thrown = given.fail?.(call);
    if (thrown) throw thrown;
  };
  const plane: Partial<ControlPlane> = {
    async createAgent(spec, token) {
      note("createAgent", spec.name);
      tokens.push(token);
      return { agentId: spec.name };
    },
    getAgent: async (agentId) =>
      gone.has(agentId)
        ? undefined
        : ({ agentId, status: "PREPARED", failureReasons: [] } as unknown as LiveAgent),
    updateAgent: async (agentId) => note("updateAgent", agentId),
    prepareAgent: async (agentId) => note("prepareAgent", agentId),
    async deleteAgent(agentId) {
      note("deleteAgent", agentId);
      gone.add(agentId);
    },
    async createActionGroup(agentId, _spec, token) {
      note("createActionGroup", agentId);
      tokens.push(token);
    },
    updateActionGroup: async (agentId) => note("updateActionGroup", agentId),
    deleteActionGroup: async (agentId) => note("deleteActionGroup", agentId),
    async associateCollaborator(agentId, { aliasArn }, token) {
      note(`associate ${aliasArn} with`, agentId);
      tokens.push(token);
    },
    updateCollaborator: async (agentId) => note("updateCollaborator", agentId),
    disassociateCollaborator: async (agentId) => note("disassociateCollaborator", agentId),
    listAliases: async () => [],
    getAlias: async (agentId) => aliasOf(agentId),
    async createAlias(agentId, _spec, token) {
      note("createAlias", agentId);
      tokens.push(token);
      return { aliasId: "ALIAS00001" };
    },
    async updateAlias(agentId, _aliasId, spec) {
      note("updateAlias", agentId);
      aliasSpecs.push(spec);
    },
    tag: async (arn) => note("tag", arn),
    untag: async (arn) => note("untag", arn),
  };
  return { plane: plane as ControlPlane, calls, tokens, aliasSpecs };
}

type Willing = ReturnType<typeof willingPlane>;

async function apply(
  { plane }: Willing,
  {
    wanted = desired,
    live = nothing,
    generation = "dev/first",
    progress = silent,
  }: {
    wanted?: DesiredRelease;
    live?: LiveRelease;
    generation?: string;
    progress?: Progress;
  } = {},
): Promise<void> {
  const waits = createWaits(plane, instantPace());
  await applyPlan(planRelease(wanted, live), live, { controlPlane: plane, waits, progress, generation });
}

const silent: Progress = { step() {}, done() {}, failed() {}, close() {} };
const of = (calls: readonly string[], agent: string) => calls.filter((call) => call.endsWith(` ${agent}`));

describe("applyPlan", () => {
  it("takes the steps of each agent in their order", async () => {
    const willing = willingPlane();
    await apply(willing);
    expect(of(willing.calls, "notes")).toEqual([
      "createAgent notes",
      "createActionGroup notes",
      "prepareAgent notes",
      "createAlias notes",
    ]);
    expect(of(willing.calls, "supervisor")).toEqual([
      "createAgent supervisor",
      "associate arn of pf360-scheduling-dev with supervisor",
      "associate arn of pf360-notes-dev with supervisor",
      "prepareAgent supervisor",
      "createAlias supervisor",
    ]);
  });

  it("goes on with the agents of a wave side by side, and with their caller when all are done", async () => {
    const willing = willingPlane();
    await apply(willing);
    const at = (call: string) => willing.calls.indexOf(call);
    expect(at("createAgent notes")).toBeLessThan(at("prepareAgent scheduling"));
    expect(at("createAgent scheduling")).toBeLessThan(at("prepareAgent notes"));
    const firstCollaborator = at("associate arn of pf360-scheduling-dev with supervisor");
    expect(firstCollaborator).toBeGreaterThan(at("createAlias notes"));
    expect(firstCollaborator).toBeGreaterThan(at("createAlias scheduling"));
  });

  it("calls nothing for a release that is there", async () => {
    const live = liveFrom(desired);
    const willing = willingPlane({ live });
    await apply(willing, { live });
    expect(willing.calls).toEqual([]);
  });

  it("finishes the others when one fails, leaves its caller, and names both", async () => {
    const reported: string[] = [];
    const progress: Progress = {
      step() {},
      done: (agent) => void reported.push(`${agent} done`),
      failed: (agent) => void reported.push(`${agent} failed`),
      close: () => void reported.push("closed"),
    };
    const cause = new Error("no room");
    const willing = willingPlane({ fail: (call) => (call === "prepareAgent notes" ? cause : undefined) });
    const failure = apply(willing, { progress });
    await expect(failure).rejects.toMatchObject({ code: "apply_failed", cause });
    await expect(failure).rejects.toThrow(/pf360-notes-dev: .*no room\n.*pf360-supervisor-dev: not reached/);
    expect(of(willing.calls, "scheduling")).toContain("createAlias scheduling");
    expect(of(willing.calls, "supervisor")).toEqual(["createAgent supervisor"]);
    expect(reported.at(-1)).toBe("closed");
    expect(reported.slice(0, -1).toSorted()).toEqual([
      "pf360-notes-dev failed",
      "pf360-scheduling-dev done",
      "pf360-supervisor-dev failed",
    ]);
  });

  it("passes an account in maintenance mode on as it is", async () => {
    const refused = new SetupError("maintenance_mode", "AWS makes no new agents in this account.");
    const willing = willingPlane({ fail: (call) => (call.startsWith("createAgent") ? refused : undefined) });
    await expect(apply(willing)).rejects.toBe(refused);
  });

  it("sends the same tokens in the next run, others after the next release, and none twice", async () => {
    const [one, again, later] = [willingPlane(), willingPlane(), willingPlane()];
    await apply(one);
    await apply(again);
    await apply(later, { generation: "dev/20261123T150000Z-1a2b3c4d" });
    expect(new Set(one.tokens).size).toBe(one.tokens.length);
    expect(again.tokens.toSorted()).toEqual(one.tokens.toSorted());
    expect(later.tokens.filter((token) => one.tokens.includes(token))).toEqual([]);
  });

  it("cuts a new version without naming one, and leaves an alias that is switched off so", async () => {
    const live = liveFrom(desired);
    const willing = willingPlane({ live });
    await apply(willing, {
      live,
      wanted: await desiredRelease({ instructions: { notes: "Another text." } }),
    });
    expect(willing.calls).toEqual(["updateAgent notes", "prepareAgent notes", "updateAlias notes"]);
    const [spec] = willing.aliasSpecs;
    expect(spec).toMatchObject({ name: "live", invocations: "REJECT_INVOCATIONS" });
    expect(spec).not.toHaveProperty("version");
  });

  it("names the version where the alias is only to be described anew, so that none is cut", async () => {
    const live = withLive(liveFrom(desired), "notes", (state) => ({
      ...state,
      ...(state.alias && { alias: { ...state.alias, description: "by hand" } }),
    }));
    const willing = willingPlane({ live });
    await apply(willing, { live });
    expect(willing.calls).toEqual(["updateAlias notes"]);
    expect(willing.aliasSpecs).toMatchObject([{ version: "1" }]);
  });

  it("sets and removes tags of the agent, and of the alias", async () => {
    const live = withLive(liveFrom(desired), "supervisor", (state) => ({
      ...state,
      agent: { ...state.agent, arn: "agent" },
      tags: {},
      ...(state.alias && {
        alias: { ...state.alias, arn: "alias", tags: { ...state.alias.tags, "pf360:old": "1" } },
      }),
    }));
    const willing = willingPlane({ live });
    await apply(willing, { live });
    expect(willing.calls).toEqual(["tag agent", "untag alias"]);
  });

  it("deletes what is no longer defined at last, and callers before those they call", async () => {
    const definitions = [
      supervisor(["notes"]),
      specialist("notes"),
      { ...supervisor(["chitchat"]), name: "boss" },
    ];
    const before = await desiredRelease({ definitions: [...definitions, specialist("chitchat")] });
    const live = liveFrom(before);
    const willing = willingPlane({ live });
    const wanted = await desiredRelease({
      definitions: [supervisor(["notes"]), specialist("notes")],
      instructions: { supervisor: "Another text." },
    });
    await apply(willing, { live, wanted });
    expect(willing.calls).toEqual([
      "updateAgent supervisor",
      "prepareAgent supervisor",
      "updateAlias supervisor",
      "deleteAgent boss",
      "deleteAgent chitchat",
    ]);
  });
});
