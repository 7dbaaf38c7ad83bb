import type { SetupContext } from "#agents/setup/apply-release.ts";
import type { ControlPlane } from "#agents/setup/control-plane.ts";
import type { LiveAgentState, LiveRelease } from "#agents/setup/plan-types.ts";
import { noProgress } from "#agents/setup/progress.ts";
import { contentOf } from "#agents/setup/release.ts";
import type { Release, ReleaseStore } from "#agents/setup/release-store.ts";
import { createWaits } from "#agents/setup/wait-for-agents.ts";
import { AppError } from "#layer/errors.ts";
import { readOnlyControlPlane } from "./agent-release.ts";
import { settableClock } from "./clock.ts";

/** An apply that left the agents so, but for `changes`. */
export function releaseOf(live: LiveRelease, changes: Partial<Release> = {}): Release {
  return {
    releaseId: "20261123T150000Z-00000001",
    environment: live.environment,
    at: "2026-11-23T15:00:00.000Z",
    action: "apply",
    gitCommit: "5188b27",
    ...contentOf({ ...live, agents: live.agents.toSorted(byName) }),
    ...changes,
  };
}

/** The order in which live agents are read. */
function byName(one: LiveAgentState, other: LiveAgentState): number {
  return one.agent.name < other.agent.name ? -1 : 1;
}

/** Releases in memory, given oldest first. */
export function memoryReleaseStore(releases: Release[]): ReleaseStore {
  return {
    list: async (limit) => releases.toReversed().slice(0, limit),
    get: async (releaseId) => releases.find((release) => release.releaseId === releaseId),
    async add(release) {
      if (releases.some(({ releaseId }) => releaseId === release.releaseId)) {
        throw new AppError("release_exists", release.releaseId);
      }
      releases.push(release);
    },
  };
}

/**
 * What the commands work with, over agents in memory whose aliases can be moved and that can be taken down; every other write
 * fails the test. `writes` names what was done, in its order: `updateAlias pf360-notes-dev 1`.
 */
export function setupContext(live: LiveRelease, releases: Release[] = []) {
  const state = { environment: live.environment, agents: [...live.agents] };
  const writes: string[] = [];
  const found = (agentId: string) => {
    const agent = state.agents.find((one) => one.agent.agentId === agentId);
    if (!agent) throw new Error(`there is no agent ${agentId}`);
    return agent;
  };
  const replace = (agentId: string, changed: LiveAgentState | undefined) => {
    state.agents = state.agents.flatMap((one) =>
      one.agent.agentId !== agentId ? [one] : changed ? [changed] : [],
    );
  };
  const changing: Partial<ControlPlane> = {
    getAlias: async (agentId, aliasId) => {
      const alias = state.agents.find(({ agent }) => agent.agentId === agentId)?.alias;
      return alias?.aliasId === aliasId ? alias : undefined;
    },
    async getVersion(agentId, version) {
      const { versions, liveVersion } = found(agentId);
      if (!liveVersion || !versions.includes(version)) return undefined;
      const { actionGroups: _groups, collaborators: _collaborators, ...own } = liveVersion;
      return { ...own, version };
    },
    async updateAlias(agentId, _aliasId, spec) {
      const agent = found(agentId);
      writes.push(`updateAlias ${agent.agent.name} ${spec.version}`);
      if (agent.alias) replace(agentId, { ...agent, alias: { ...agent.alias, ...spec } });
    },
    async deleteVersion(agentId, version) {
      const agent = found(agentId);
      writes.push(`deleteVersion ${agent.agent.name} ${version}`);
      replace(agentId, { ...agent, versions: agent.versions.filter((one) => one !== version) });
    },
    async deleteAlias(agentId) {
      const { alias: _alias, ...rest } = found(agentId);
      writes.push(`deleteAlias ${rest.agent.name}`);
      replace(agentId, rest);
    },
    async deleteAgent(agentId) {
      writes.push(`deleteAgent ${found(agentId).agent.name}`);
      replace(agentId, undefined);
    },
  };
  const controlPlane: ControlPlane = Object.assign(readOnlyControlPlane(state), changing);
  const clock = settableClock("2026-11-24T09:00:00Z");
  const sleep = async (ms: number) => clock.advance(ms / 1000);
  const context: SetupContext = {
    environment: live.environment,
    controlPlane,
    waits: createWaits(controlPlane, { clock, sleep, random: () => 0.5 }),
    releases: memoryReleaseStore(releases),
    progress: noProgress,
    clock,
    newId: () => `id-${releases.length}`,
    gitCommit: "0b1c2d3",
  };
  return { context, writes, releases, live: (): LiveRelease => state };
}

/** The live agents with one alias, by definition name, at another version that is there as well. */
export function atVersion(live: LiveRelease, definitionName: string, version: string): LiveRelease {
  const name = `pf360-${definitionName}-${live.environment}`;
  const agents = live.agents.map((state): LiveAgentState => {
    if (state.agent.name !== name || !state.alias) return state;
    const versions = [...new Set([version, ...state.versions])].sort((a, b) => Number(b) - Number(a));
    return { ...state, versions, alias: { ...state.alias, version } };
  });
  return { ...live, agents };
}
