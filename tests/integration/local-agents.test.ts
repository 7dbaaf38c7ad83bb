import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BedrockAgent } from "@aws-sdk/client-bedrock-agent";
import { afterEach, describe, expect, it } from "vitest";
import { createBedrockControlPlane } from "#agents/setup/bedrock-control-plane.ts";
import { readLiveRelease } from "#agents/setup/live-state.ts";
import { signIn } from "#tests/builders/chat-client.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: Parameters<typeof startRunningSystem>[0] = {}) {
  const system = await startRunningSystem({ sampleData: true, ...options });
  closers.push(system.close);
  const plane = createBedrockControlPlane({ config: { endpoint: system.bedrock.url } });
  return { system, plane, live: () => readLiveRelease({ controlPlane: plane, environment: "dev" }) };
}

/** What the emulator was asked to do since it was started, by name. */
async function writesOf({ bedrock }: RunningSystem): Promise<string[]> {
  const response = await fetch(`${bedrock.url}/_bedrock/calls`);
  const { calls } = (await response.json()) as { calls: { operation: string; write: boolean }[] };
  return calls.filter(({ write }) => write).map(({ operation }) => operation);
}

describe("the agents of npm start", () => {
  it("are made by setup-agents, and the BFF speaks to the supervisor's alias", async () => {
    const { system, live } = await start();
    const { agents } = await live();

    expect(agents.map(({ agent, alias }) => [agent.name, agent.status, alias?.version])).toEqual(
      ["chitchat", "information", "notes", "scheduling", "supervisor"].map((name) => [
        `pf360-${name}-dev`,
        "PREPARED",
        "1",
      ]),
    );
    const supervisor = agents.find(({ agent }) => agent.name === "pf360-supervisor-dev");
    expect(system.supervisor).toEqual({
      agentId: supervisor?.agent.agentId,
      aliasId: supervisor?.alias?.aliasId,
    });
    const answer = await (await signIn(system, "1000101")).say("What are my projects?");
    expect(answer.error).toBeUndefined();
    expect(system.actions.map(({ action }) => action)).toEqual(["list_projects"]);
  });

  it("are what the settings ask for: another mode, Bedrock's own confirmation", async () => {
    const settings = { collaboration: "SUPERVISOR_ROUTER", bedrockConfirmation: true } as const;
    const { live } = await start({ bedrock: { settings } });
    const { agents } = await live();

    const confirmed = agents
      .flatMap(({ liveVersion }) => liveVersion?.actionGroups ?? [])
      .flatMap(({ schema }) => schema.match(/"x-requireConfirmation":"ENABLED"/g) ?? []);
    expect(agents.at(-1)?.liveVersion?.collaboration).toBe("SUPERVISOR_ROUTER");
    expect(confirmed).toHaveLength(2);
  });

  it("stay as they are over a restart in the same data folder, without a write", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "pf360-agents-"));
    closers.push(() => rmSync(dataDir, { recursive: true }));
    const first = await start({ dataDir });
    const { supervisor } = first.system;
    await closers.pop()?.();
    const second = await start({ dataDir });

    expect(second.system.supervisor).toEqual(supervisor);
    expect(await writesOf(second.system)).toEqual([]);
  });

  it("change under a running BFF when a new version is published", async () => {
    const { system, plane, live } = await start();
    const customer = await signIn(system, "1000101");
    const before = await customer.say("What are my projects?");
    const client = new BedrockAgent({ endpoint: system.bedrock.url });
    const scheduling = (await live()).agents.find(({ agent }) => agent.name === "pf360-scheduling-dev");
    const [group] = scheduling?.actionGroups ?? [];
    if (!scheduling?.alias || !group) throw new Error("scheduling is not complete");
    const { agentId } = scheduling.agent;

    await plane.deleteActionGroup(agentId, group.actionGroupId);
    await plane.prepareAgent(agentId);
    await plane.getAgent(agentId);
    await client.updateAgentAlias({
      agentId,
      agentAliasId: scheduling.alias.aliasId,
      agentAliasName: "live",
    });
    await plane.getAgent(agentId);
    const seen = system.actions.length;
    await customer.say("When can you come for my flooring?");
    client.destroy();

    expect(before.error).toBeUndefined();
    expect(seen).toBeGreaterThan(0);
    expect(system.actions).toHaveLength(seen);
  });
});
