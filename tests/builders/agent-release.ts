import type { AgentDefinition } from "#agents/agent.ts";
import type { ControlPlane } from "#agents/setup/control-plane.ts";
import { type DescribedActionGroup, makeDesiredRelease } from "#agents/setup/desired-state.ts";
import type { DesiredAgent, DesiredRelease, LiveAgentState, LiveRelease } from "#agents/setup/plan-types.ts";
import { type AgentSettings, readSettings } from "#agents/setup/settings.ts";
import { stages } from "#infra/stages.ts";

/** The settings of `dev` on one machine. */
export function localSettings(changes: Partial<AgentSettings> = {}): AgentSettings {
  return { ...readSettings({ stage: stages.dev, env: {}, outputs: {}, isLocal: true }), ...changes };
}

const instructionText = (name: string) =>
  [
    "You are the agent of this test.",
    `Your part is ${name}.`,
    "Ask one question at a time.",
    "Be brief.",
  ].join("\n");

/** A supervisor with two specialists; `definitions`, `instructions`, groups and settings can be changed. */
export function desiredRelease(
  changes: {
    definitions?: readonly AgentDefinition[];
    actionGroups?: readonly DescribedActionGroup[];
    settings?: Partial<AgentSettings>;
    instructions?: Readonly<Record<string, string>>;
  } = {},
): Promise<DesiredRelease> {
  return makeDesiredRelease({
    definitions: changes.definitions ?? [supervisor(), specialist("scheduling"), specialist("notes")],
    actionGroups: changes.actionGroups ?? [
      describedGroup("scheduling-actions"),
      describedGroup("notes-actions"),
    ],
    settings: localSettings(changes.settings),
    readInstruction: async (file) => {
      const name = file.pathname.split("/").at(-1)?.replace(".md", "") ?? "";
      return changes.instructions?.[name] ?? instructionText(name);
    },
  });
}

export function supervisor(called: readonly string[] = ["scheduling", "notes"]): AgentDefinition {
  return {
    ...specialist("supervisor"),
    actionGroups: [],
    collaborators: called.map((agent) => ({ agent, instruction: `Hand over what is about ${agent}.` })),
  };
}

export function specialist(name: string): AgentDefinition {
  return {
    name,
    description: `The agent ${name}.`,
    instruction: new URL(`file:///agents/instructions/${name}.md`),
    actionGroups: name === "scheduling" ? ["scheduling-actions"] : name === "notes" ? ["notes-actions"] : [],
    collaborators: [],
    idleSessionTtlSeconds: 1800,
  };
}

/** Two operations a group, `{first word}_one` and `_two`, each with a project and a free text. */
export function describedGroup(
  name: DescribedActionGroup["name"],
  operations: readonly string[] = ["one", "two"],
): DescribedActionGroup {
  const word = name.split("-")[0];
  return {
    name,
    description: `The group ${name}.`,
    document: {
      openapi: "3.0.0",
      info: { title: name, description: `The group ${name}.`, version: "1.0.0" },
      paths: Object.fromEntries(
        operations.map((operation) => [
          `/${word}_${operation}`,
          { post: describedOperation(`${word}_${operation}`) },
        ]),
      ),
    },
  };
}

export function describedOperation(operationId: string, description = `Does ${operationId}.`) {
  return {
    operationId,
    description,
    parameters: [
      {
        name: "project_id",
        in: "query",
        required: true,
        description: "Which project.",
        schema: { type: "string" },
      },
      { name: "text", in: "query", required: false, description: "What.", schema: { type: "string" } },
    ],
    responses: {
      200: { description: "Done.", content: { "application/json": { schema: { type: "object" } } } },
    },
  };
}

/** The live agents as they stand after `desired` has been applied to an empty account: every alias at version 1. */
export function liveFrom(desired: DesiredRelease): LiveRelease {
  const idOf = (name: string) =>
    `AGENT${String(desired.agents.findIndex((agent) => agent.name === name) + 1).padStart(5, "0")}`;
  return { environment: desired.environment, agents: desired.agents.map((agent) => liveAgent(agent, idOf)) };
}

function liveAgent(desired: DesiredAgent, idOf: (name: string) => string): LiveAgentState {
  const agentId = idOf(desired.name);
  const { tags, ...spec } = desired.spec;
  const guardrail = desired.guardrail === "none" ? undefined : desired.guardrail;
  const content = { name: desired.name, ...spec, ...(guardrail && { guardrail }) };
  const actionGroups = desired.actionGroups.map((group, index) => ({
    ...group,
    actionGroupId: `GROUP${String(index + 1).padStart(5, "0")}`,
    enabled: true,
  }));
  const collaborators = desired.collaborators.map(({ agentName, ...collaborator }, index) => ({
    ...collaborator,
    aliasArn: aliasArn(idOf(agentName)),
    collaboratorId: `COLLA${String(index + 1).padStart(5, "0")}`,
  }));
  return {
    agent: {
      ...content,
      agentId,
      arn: `arn:aws:bedrock:us-east-1:000000000000:agent/${agentId}`,
      status: "PREPARED",
      failureReasons: [],
      updatedAt: "2026-11-23T15:00:00.000Z",
      preparedAt: "2026-11-23T15:00:01.000Z",
    },
    tags,
    actionGroups,
    collaborators,
    alias: {
      aliasId: "ALIAS00001",
      arn: aliasArn(agentId),
      name: "live",
      description: desired.aliasDescription,
      version: "1",
      status: "PREPARED",
      invocations: "ACCEPT_INVOCATIONS",
      tags: desired.aliasTags,
    },
    liveVersion: { ...content, version: "1", actionGroups, collaborators },
    otherAliases: [],
    versions: ["1"],
  };
}

export function aliasArn(agentId: string): string {
  return `arn:aws:bedrock:us-east-1:000000000000:agent-alias/${agentId}/ALIAS00001`;
}

/** The release with one live agent (or its draft, or version) changed; by definition name. */
export function withLive(
  live: LiveRelease,
  definitionName: string,
  change: (state: LiveAgentState) => LiveAgentState,
): LiveRelease {
  const name = `pf360-${definitionName}-${live.environment}`;
  return { ...live, agents: live.agents.map((state) => (state.agent.name === name ? change(state) : state)) };
}

/** The reading half of a control plane, over a release; a write call fails the test. Calls are noted by name. */
export function readOnlyControlPlane(live: LiveRelease): ControlPlane & { calls: string[] } {
  const calls: string[] = [];
  const stateOf = (id: string) => live.agents.find(({ agent }) => agent.agentId === id);
  const stateByArn = (arn: string) =>
    live.agents.find(({ agent, alias }) => agent.arn === arn || alias?.arn === arn);
  const reads: Partial<ControlPlane> = {
    listAgents: async () => live.agents.map(({ agent }) => agent),
    getAgent: async (id) => stateOf(id)?.agent,
    listActionGroups: async (id, version) => [
      ...((version === "DRAFT" ? stateOf(id)?.actionGroups : stateOf(id)?.liveVersion?.actionGroups) ?? []),
    ],
    listCollaborators: async (id, version) => [
      ...((version === "DRAFT" ? stateOf(id)?.collaborators : stateOf(id)?.liveVersion?.collaborators) ?? []),
    ],
    listAliases: async (id) => {
      const { alias } = stateOf(id) ?? {};
      if (!alias) return [];
      const { tags: _tags, ...listed } = alias;
      return [listed];
    },
    listVersions: async (id) =>
      (stateOf(id)?.versions ?? []).map((version) => ({ version, createdAt: "2026-11-23T15:00:00.000Z" })),
    getVersion: async (id, version) => {
      const found = stateOf(id)?.liveVersion;
      if (found?.version !== version) return undefined;
      const { actionGroups: _groups, collaborators: _collaborators, ...own } = found;
      return own;
    },
    listTags: async (arn) => {
      const state = stateByArn(arn);
      return { ...(state?.agent.arn === arn ? state.tags : state?.alias?.tags) };
    },
  };
  const plane = new Proxy(reads, {
    get(target, name: keyof ControlPlane) {
      return (...args: never[]) => {
        calls.push(name);
        const read = target[name] as ((...args: never[]) => unknown) | undefined;
        if (!read) throw new Error(`a read-only control plane was asked to ${String(name)}`);
        return read(...args);
      };
    },
  }) as ControlPlane;
  return Object.assign(Object.create(plane) as ControlPlane, { calls });
}
