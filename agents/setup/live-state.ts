import type { EnvironmentName } from "#layer/config.ts";
import type { ControlPlane, LiveAgent, LiveAlias } from "./control-plane.ts";
import { agentName } from "./desired-state.ts";
import { aliasName, type LiveAgentState, type LiveRelease } from "./plan-types.ts";
import { isPassingAlias } from "./wait-for-agents.ts";

export interface LiveSource {
  controlPlane: ControlPlane;
  environment: EnvironmentName;
  /**
   * Looks at an agent until it is in no passing state (CREATING, UPDATING, PREPARING, VERSIONING), which a run that was
   * killed can leave behind. A single look when not given.
   */
  settleAgent?: (agentId: string) => Promise<LiveAgent | undefined>;
  /** The same for an alias (CREATING, UPDATING): until then it may not say where it points. */
  settleAlias?: (agentId: string, aliasId: string) => Promise<LiveAlias | undefined>;
}

/**
 * Reads every agent whose name is of our form for the environment, all in parallel: the control plane keeps the rates.
 * In the order of the names; empty when there is none.
 */
export async function readLiveRelease(source: LiveSource): Promise<LiveRelease> {
  const { controlPlane, environment } = source;
  const form = new RegExp(`^${agentName("[0-9a-zA-Z_-]+", environment)}$`);
  const listed = (await controlPlane.listAgents()).filter(({ name }) => form.test(name));
  const agents = await Promise.all(listed.map(({ agentId }) => readAgent(agentId, source)));
  return {
    environment,
    agents: agents
      .filter((agent) => agent !== undefined)
      .sort(({ agent: one }, { agent: other }) => byName(one, other) || compare(one.agentId, other.agentId)),
  };
}

async function readAgent(agentId: string, source: LiveSource): Promise<LiveAgentState | undefined> {
  const { controlPlane } = source;
  const settle = source.settleAgent ?? ((id: string) => controlPlane.getAgent(id));
  const agent = await settle(agentId);
  if (!agent) return undefined;
  // Its parts may vanish at any moment, and are of no use.
  if (agent.status === "DELETING") return withoutParts(agent);
  const [tags, actionGroups, collaborators, aliases, versions] = await Promise.all([
    controlPlane.listTags(agent.arn),
    controlPlane.listActionGroups(agentId, "DRAFT"),
    controlPlane.listCollaborators(agentId, "DRAFT"),
    controlPlane.listAliases(agentId),
    controlPlane.listVersions(agentId),
  ]);
  const alias = aliases.find(({ name }) => name === aliasName);
  return {
    agent,
    tags,
    actionGroups: actionGroups.toSorted(byName),
    collaborators: collaborators.toSorted(byName),
    otherAliases: aliases.filter((other) => other !== alias).map(({ name }) => name),
    versions: versions.map(({ version }) => version),
    ...(alias && (await readAlias(agentId, alias, source))),
  };
}

async function readAlias(
  agentId: string,
  listed: LiveAlias,
  { controlPlane, settleAlias }: LiveSource,
): Promise<Pick<LiveAgentState, "alias" | "liveVersion">> {
  // The listing has just looked at it: a second look at one that is at rest would only wait for its place in the rate.
  const alias = settleAlias && isPassingAlias(listed) ? await settleAlias(agentId, listed.aliasId) : listed;
  if (!alias || alias.status === "DELETING") return {};
  const [tags, liveVersion] = await Promise.all([
    controlPlane.listTags(alias.arn),
    readVersion(agentId, alias.version, controlPlane),
  ]);
  return { alias: { ...alias, tags }, ...(liveVersion && { liveVersion }) };
}

async function readVersion(
  agentId: string,
  version: string | undefined,
  controlPlane: ControlPlane,
): Promise<LiveAgentState["liveVersion"]> {
  // An alias on DRAFT freezes nothing.
  if (version === undefined || !/^\d+$/.test(version)) return undefined;
  const found = await controlPlane.getVersion(agentId, version);
  if (!found) return undefined;
  const [actionGroups, collaborators] = await Promise.all([
    controlPlane.listActionGroups(agentId, version),
    controlPlane.listCollaborators(agentId, version),
  ]);
  return {
    ...found,
    actionGroups: actionGroups.toSorted(byName),
    collaborators: collaborators.toSorted(byName),
  };
}

function withoutParts(agent: LiveAgent): LiveAgentState {
  return { agent, tags: {}, actionGroups: [], collaborators: [], otherAliases: [], versions: [] };
}

/** The service promises no order. */
function byName(one: { name: string }, other: { name: string }): number {
  return compare(one.name, other.name);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
