import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createBedrockControlPlane } from "#agents/setup/bedrock-control-plane.ts";
import type { ControlPlane } from "#agents/setup/control-plane.ts";
import { readLiveRelease } from "#agents/setup/live-state.ts";
import { planRelease } from "#agents/setup/plan.ts";
import type { DesiredAgent, DesiredRelease } from "#agents/setup/plan-types.ts";
import { wallClock } from "#layer/clock.ts";
import { createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import { type LocalBedrock, startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { desiredRelease } from "#tests/builders/agent-release.ts";

const service = createControlPlane({ clock: wallClock });
const calls: string[] = [];
let bedrock: LocalBedrock;
let plane: ControlPlane;
let desired: DesiredRelease;

beforeAll(async () => {
  desired = await desiredRelease();
  bedrock = await startLocalBedrock({
    port: 0,
    controlPlane: service,
    clock: wallClock,
    functions: createLocalFunctions({}),
    model: createScriptedModel(),
  });
  plane = createBedrockControlPlane({
    config: { endpoint: bedrock.url },
    beforeCall: (operation, isWrite) => void calls.push(`${isWrite ? "write" : "read"} ${operation}`),
  });
});
afterAll(() => bedrock.close());
beforeEach(() => {
  service.reset(true);
  calls.length = 0;
});

/** Of the length that the service asks for. */
const token = (text: string) => text.padEnd(33, "x");

/** Makes an agent by hand, step by step, and answers its id. */
async function make(agent: DesiredAgent, aliasArnOf: (agentName: string) => string): Promise<string> {
  const guardrail = agent.guardrail === "none" ? undefined : agent.guardrail;
  const spec = { ...agent.spec, name: agent.name, ...(guardrail && { guardrail }) };
  const { agentId } = await plane.createAgent(spec, token(agent.definitionName));
  await plane.getAgent(agentId);
  for (const group of agent.actionGroups) await plane.createActionGroup(agentId, group, token(group.name));
  for (const { agentName, ...collaborator } of agent.collaborators) {
    const found = { ...collaborator, aliasArn: aliasArnOf(agentName) };
    await plane.associateCollaborator(agentId, found, token(collaborator.name));
  }
  await plane.prepareAgent(agentId);
  await plane.getAgent(agentId);
  const alias = { name: "live", description: agent.aliasDescription, tags: agent.aliasTags };
  await plane.createAlias(agentId, alias, token(`${agent.definitionName}-alias`));
  return agentId;
}

/** The whole release, specialists first. */
async function makeAll(release: DesiredRelease): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const arns = new Map<string, string>();
  for (const agent of release.agents) {
    const agentId = await make(agent, (name) => arns.get(name) ?? "");
    ids.set(agent.definitionName, agentId);
    const [alias] = await plane.listAliases(agentId);
    arns.set(agent.name, alias?.arn ?? "");
  }
  return ids;
}

const readLive = () => readLiveRelease({ controlPlane: plane, environment: "dev" });

describe("the adapter of the control plane", () => {
  it("reads back what it made, so that nothing is left to plan", async () => {
    await makeAll(desired);
    const live = await readLive();
    const plan = planRelease(desired, live);
    expect(plan.agents.flatMap(({ changes, notes }) => [...changes, ...notes])).toEqual([]);
    expect(live.agents.map(({ alias, versions }) => [alias?.version, versions])).toEqual([
      ["1", ["1"]],
      ["1", ["1"]],
      ["1", ["1"]],
    ]);
  });

  it("calls nothing that writes while it reads", async () => {
    await makeAll(desired);
    calls.length = 0;
    await readLive();
    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter((call) => call.startsWith("write"))).toEqual([]);
  });

  it("tells each call before it is sent, and sends nothing when refused", async () => {
    const refusing = createBedrockControlPlane({
      config: { endpoint: bedrock.url },
      beforeCall: (operation) => {
        throw new Error(`stopped before ${operation}`);
      },
    });
    await expect(refusing.listAgents()).rejects.toThrow("stopped before ListAgents");
    expect(service.calls()).toEqual([]);
  });

  it("updates and deletes every part", async () => {
    const ids = await makeAll(desired);
    const [notes, supervisor] = [ids.get("notes") ?? "", ids.get("supervisor") ?? ""];
    const [group] = await plane.listActionGroups(notes, "DRAFT");
    const [collaborator] = await plane.listCollaborators(supervisor, "DRAFT");
    const found = await plane.getAgent(notes);
    if (!group || !collaborator || !found) throw new Error("the parts are not there");

    await plane.updateAgent(notes, { ...found, description: "Another.", tags: {} });
    await plane.updateActionGroup(notes, group.actionGroupId, { ...group, description: "Another group." });
    await plane.updateCollaborator(supervisor, collaborator.collaboratorId, {
      ...collaborator,
      relayConversationHistory: true,
    });
    await plane.tag(found.arn, { "cost-center": "7" });
    await plane.untag(found.arn, ["pf360:agent"]);

    expect(await plane.getAgent(notes)).toMatchObject({ description: "Another." });
    expect(await plane.listActionGroups(notes, "DRAFT")).toMatchObject([{ description: "Another group." }]);
    expect(await plane.listCollaborators(supervisor, "DRAFT")).toMatchObject([
      { relayConversationHistory: true },
      { relayConversationHistory: false },
    ]);
    expect(await plane.listTags(found.arn)).toMatchObject({ "cost-center": "7" });
    expect(await plane.listTags(found.arn)).not.toHaveProperty("pf360:agent");
    await plane.deleteActionGroup(notes, group.actionGroupId);
    await plane.disassociateCollaborator(supervisor, collaborator.collaboratorId);
    expect(await plane.listActionGroups(notes, "DRAFT")).toEqual([]);
    expect(await plane.listActionGroups(notes, "1")).toHaveLength(1);
    expect(await plane.listCollaborators(supervisor, "DRAFT")).toHaveLength(1);
  });

  it("stays at a version it names, and cuts a new one when it names none", async () => {
    const notes = (await makeAll(desired)).get("notes") ?? "";
    const [alias] = await plane.listAliases(notes);
    const aliasId = alias?.aliasId ?? "";
    await plane.updateAlias(notes, aliasId, {
      name: "live",
      version: "1",
      invocations: "REJECT_INVOCATIONS",
    });
    await plane.getAgent(notes);
    expect(await plane.getAlias(notes, aliasId)).toMatchObject({
      version: "1",
      invocations: "REJECT_INVOCATIONS",
    });
    await plane.updateAlias(notes, aliasId, { name: "live", description: "another" });
    await plane.getAgent(notes);
    expect(await plane.getAlias(notes, aliasId)).toMatchObject({ version: "2", description: "another" });
    expect((await plane.listVersions(notes)).map(({ version }) => version)).toEqual(["2", "1"]);
    expect(await plane.getVersion(notes, "1")).toMatchObject({ version: "1", name: "pf360-notes-dev" });
    await plane.deleteVersion(notes, "1");
    expect(await plane.getVersion(notes, "1")).toBeUndefined();
  });

  it("answers undefined for what is not there, and passes other errors on by name", async () => {
    expect(await plane.getAgent("NOBODY0001")).toBeUndefined();
    const notes = (await makeAll(desired)).get("notes") ?? "";
    expect(await plane.getAlias(notes, "NOALIAS001")).toBeUndefined();
    await expect(plane.deleteAgent(notes, false)).rejects.toMatchObject({ name: "ConflictException" });
    await plane.deleteAgent(notes, true);
    expect(await plane.getAgent(notes)).toBeUndefined();
  });

  it("reads every page", async () => {
    const [notes] = desired.agents.filter(({ definitionName }) => definitionName === "notes");
    if (!notes) throw new Error("the release has no notes");
    for (let index = 0; index < 120; index++) {
      const spec = { ...notes.spec, name: `agent-${index}` };
      await plane.createAgent(spec, token(`agent-${index}-`));
    }
    calls.length = 0;
    const found = await plane.listAgents();
    expect(new Set(found.map(({ name }) => name)).size).toBe(120);
    expect(calls).toEqual(["read ListAgents", "read ListAgents"]);
  });
});
