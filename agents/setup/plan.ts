import { ConfigError } from "#layer/errors.ts";
import { callersFirst } from "./callers-first.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type AliasArnOf, compareAgent } from "./compare-agents.ts";
import { ownerTag } from "./desired-state.ts";
import { needsOfLive, needsOfNew, noNeeds } from "./plan-needs.ts";
import type {
  AgentNeeds,
  AgentPlan,
  Change,
  ChangeBody,
  DesiredAgent,
  DesiredRelease,
  LiveAgentState,
  LiveRelease,
  Plan,
} from "./plan-types.ts";

/**
 * What has to be done so that the live agents become the desired ones: pure, calls nothing, deterministic. Touches an agent
 * only when something of its own differs; a specialist's new version is reached through its alias, so its supervisor stays.
 * @param only definition names; the others, and agents that are no longer defined, are left out
 * @throws ConfigError when `only` names no definition, or an agent whose collaborators are not there yet
 */
export function planRelease(
  desired: DesiredRelease,
  live: LiveRelease,
  options: { only?: readonly string[] | undefined } = {},
): Plan {
  const only = options.only ?? [];
  checkOnly(only, desired);
  const isMeant = ({ definitionName }: DesiredAgent) => only.length === 0 || only.includes(definitionName);
  const states = new Map(desired.agents.map(({ name }) => [name, stateOf(name, live)]));
  const aliasArnOf: AliasArnOf = (name) => {
    const state = states.get(name);
    return state && !isToBeReplaced(state) ? state.alias?.arn : undefined;
  };
  const waves = wavesOf(desired);
  const meant = desired.agents.filter(isMeant);
  checkTargets(meant, aliasArnOf);
  const planned = meant.map((agent) =>
    planAgent(agent, states.get(agent.name), waves.get(agent.name) ?? 0, aliasArnOf),
  );
  const lastWave = Math.max(0, ...waves.values()) + 1;
  const used = new Set([...states.values()].map((state) => state?.agent.agentId));
  const left = only.length > 0 ? [] : live.agents.filter(({ agent }) => !used.has(agent.agentId));
  const agents = [
    ...planned.sort((one, other) => one.wave - other.wave),
    ...callersFirst(left).flatMap((wave, index) =>
      wave.map((state) => planLeft(state, states.has(state.agent.name), lastWave + index)),
    ),
  ];
  return {
    environment: desired.environment,
    agents,
    hasChanges: agents.some(({ action }) => action !== "none"),
  };
}

function planAgent(
  desired: DesiredAgent,
  live: LiveAgentState | undefined,
  wave: number,
  aliasArnOf: AliasArnOf,
): AgentPlan {
  const { name, definitionName } = desired;
  const about = { name, definitionName, wave, desired };
  if (!live || isToBeReplaced(live)) {
    return {
      ...about,
      action: "create",
      changes: compareAgent(undefined, desired, aliasArnOf).map(atLive),
      notes: live ? [`An agent of this name is ${live.agent.status}: it is deleted first.`] : [],
      needs: needsOfNew(desired, live?.agent.agentId),
    };
  }
  const { liveVersion } = live;
  const draft = { ...live.agent, actionGroups: live.actionGroups, collaborators: live.collaborators };
  const liveChanges = compareAgent(liveVersion ?? draft, desired, aliasArnOf);
  const draftChanges = compareAgent(draft, desired, aliasArnOf);
  const isLiveCurrent = liveVersion !== undefined && liveChanges.length === 0;
  const needs = needsOfLive(live, desired, { isLiveCurrent, aliasArnOf });
  const known = new Set(liveChanges.map(canonicalJson));
  const changes: Change[] = [
    ...liveChanges.map(atLive),
    ...draftChanges.filter((change) => !known.has(canonicalJson(change))).map(atDraft),
    ...preparation(live, draftChanges, needs).map(atDraft),
    ...[...tagChanges(live, needs), ...aliasChanges(live, desired, needs)].map(atLive),
  ];
  return {
    ...about,
    agentId: live.agent.agentId,
    action: changes.length > 0 ? "update" : "none",
    changes,
    notes: notesOn(live),
    needs,
  };
}

/** An agent that no definition asks for: ours goes, another's stays. */
function planLeft(state: LiveAgentState, isTwin: boolean, wave: number): AgentPlan {
  const { agentId, name, status } = state.agent;
  const isOurs = state.tags[ownerTag.key] === ownerTag.value;
  const about = { name, agentId, wave, changes: [] };
  // A second agent of a name is what a creation leaves behind that failed late.
  if (status === "DELETING" || !(isOurs || (isTwin && status === "FAILED"))) {
    const why = status === "DELETING" ? "Is being deleted." : `Has no tag ${ownerTag.key}: left alone.`;
    return { ...about, action: "none", notes: [why], needs: noNeeds };
  }
  const why = isTwin ? `A second agent of this name, ${status}.` : "No longer defined.";
  return { ...about, action: "delete", notes: [why], needs: { ...noNeeds, deleteAgent: true } };
}

/** The one that works, where a failed creation left a second of the name. */
function stateOf(name: string, live: LiveRelease): LiveAgentState | undefined {
  const rank = (state: LiveAgentState) =>
    (isToBeReplaced(state) ? 4 : 0) + (state.agent.status === "FAILED" ? 2 : 0) + (state.alias ? 0 : 1);
  return live.agents
    .filter(({ agent }) => agent.name === name)
    .sort((one, other) => rank(one) - rank(other))[0];
}

/** Never worked, so nothing is lost; or is on its way out. */
function isToBeReplaced({ agent, alias, otherAliases, versions }: LiveAgentState): boolean {
  const isBare = !alias && otherAliases.length === 0 && versions.length === 0;
  return agent.status === "DELETING" || (agent.status === "FAILED" && isBare);
}

function preparation(
  { agent }: LiveAgentState,
  draftChanges: readonly ChangeBody[],
  needs: AgentNeeds,
): ChangeBody[] {
  const isAlone = draftChanges.length === 0 && needs.prepare && agent.status !== "PREPARED";
  return isAlone ? [{ kind: "unprepared", status: agent.status }] : [];
}

function tagChanges({ tags, alias }: LiveAgentState, needs: AgentNeeds): ChangeBody[] {
  return (["agent", "alias"] as const).flatMap((on): ChangeBody[] => {
    const found = (on === "agent" ? tags : alias?.tags) ?? {};
    const { set, remove } = needs.tags[on];
    const keys = [...new Set([...Object.keys(set), ...remove])].sort();
    return keys.map((key) => {
      const [from, to] = [found[key], set[key]];
      return { kind: "tag", on, key, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    });
  });
}

function aliasChanges(
  { alias }: LiveAgentState,
  desired: DesiredAgent,
  { alias: need }: AgentNeeds,
): ChangeBody[] {
  if (need.action === "none") return [];
  if (need.action === "create") return [{ kind: "alias" }];
  const from = alias?.version === undefined ? {} : { from: alias.version };
  if (need.action === "new-version") return [{ kind: "alias", ...from }];
  if (alias?.description === desired.aliasDescription) return [{ kind: "alias", ...from, to: need.version }];
  const description = alias?.description === undefined ? {} : { from: alias.description };
  return [{ kind: "alias-description", ...description, to: desired.aliasDescription }];
}

function notesOn({ agent, alias, otherAliases }: LiveAgentState): string[] {
  return [
    ...Object.keys(agent.kept ?? {}).map((name) => `Keeps ${name}, which no definition speaks of.`),
    ...otherAliases.map((name) => `The alias ${name} is not ours: left alone.`),
    ...(alias?.invocations === "REJECT_INVOCATIONS" ? ["The alias rejects invocations: left so."] : []),
    ...(agent.status === "FAILED" ? [`FAILED: ${agent.failureReasons.join(" ")}`.trim()] : []),
  ];
}

/** How deep each agent's collaborators go; 0 without any. */
function wavesOf({ agents }: DesiredRelease): Map<string, number> {
  const waves = new Map<string, number>();
  // Those who are called stand before their callers.
  for (const { name, collaborators } of agents) {
    const depths = collaborators.map(({ agentName }) => (waves.get(agentName) ?? 0) + 1);
    waves.set(name, Math.max(0, ...depths));
  }
  return waves;
}

function checkOnly(only: readonly string[], { agents }: DesiredRelease): void {
  const names = agents.map(({ definitionName }) => definitionName);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new ConfigError(`There is no agent called ${unknown.join(", ")}; there are ${names.join(", ")}.`);
}

function checkTargets(meant: readonly DesiredAgent[], aliasArnOf: AliasArnOf): void {
  for (const { definitionName, collaborators } of meant) {
    const absent = collaborators.filter(
      ({ agentName }) => !aliasArnOf(agentName) && !meant.some(({ name }) => name === agentName),
    );
    if (absent.length === 0) continue;
    const names = absent.map(({ name }) => name).join(", ");
    throw new ConfigError(`The agent ${definitionName} calls ${names}, not there yet; apply without --only.`);
  }
}

function atLive(change: ChangeBody): Change {
  return { at: "live", ...change };
}

function atDraft(change: ChangeBody): Change {
  return { at: "draft", ...change };
}
