import type { AgentRecord, AliasRecord, PlaneState } from "./state.ts";

const mostHistoryEvents = 10;

/**
 * Ends every transition that is due: nothing happens between two calls, so each call begins with this. True when anything
 * changed. An agent that has been deleted is gone with all it had; a version once cut is never touched again.
 */
export function settle(state: PlaneState, nowMs: number): boolean {
  let hasChanged = false;
  for (const agent of Object.values(state.agents)) {
    if (agent.pending && agent.pending.dueMs <= nowMs) {
      hasChanged = true;
      settleAgent(state, agent);
    }
    for (const alias of Object.values(agent.aliases)) {
      if (!alias.pending || alias.pending.dueMs > nowMs) continue;
      hasChanged = true;
      settleAlias(agent, alias);
    }
    for (const { version, deletedMs } of Object.values(agent.versions)) {
      if (deletedMs === undefined || deletedMs > nowMs) continue;
      hasChanged = true;
      delete agent.versions[version];
    }
  }
  return hasChanged;
}

function settleAgent(state: PlaneState, agent: AgentRecord): void {
  const { pending } = agent;
  if (!pending) return;
  delete agent.pending;
  delete agent.failureReasons;
  const at = new Date(pending.dueMs).toISOString();
  if (pending.kind === "delete") {
    delete state.agents[agent.agentId];
    return;
  }
  if (pending.kind === "version") {
    // A failed version is told by its alias; the agent stands where it stood.
    agent.status = "PREPARED";
    if (!pending.failureReasons && agent.prepared) {
      const { version } = pending;
      const snapshot = structuredClone(agent.prepared);
      agent.versions[version] = { version, snapshot, createdAt: at, updatedAt: at };
    }
    return;
  }
  agent.updatedAt = at;
  if (pending.failureReasons) {
    agent.status = "FAILED";
    agent.failureReasons = pending.failureReasons;
    if (pending.kind === "create") agent.isStillborn = true;
    return;
  }
  agent.status = pending.kind === "update" ? pending.status : "NOT_PREPARED";
  if (pending.kind === "prepare") {
    agent.status = "PREPARED";
    agent.prepared = pending.snapshot;
    agent.preparedAt = at;
  }
}

function settleAlias(agent: AgentRecord, alias: AliasRecord): void {
  const { pending } = alias;
  if (!pending) return;
  delete alias.pending;
  delete alias.failureReasons;
  if (pending.kind === "delete") {
    delete agent.aliases[alias.aliasId];
    return;
  }
  const at = new Date(pending.dueMs).toISOString();
  alias.updatedAt = at;
  if (pending.failureReasons) {
    alias.status = "FAILED";
    alias.failureReasons = pending.failureReasons;
    return;
  }
  const { version } = pending;
  if (version !== undefined) pointAt(alias, version, at);
  alias.status = alias.version === undefined ? "DISSOCIATED" : "PREPARED";
}

function pointAt(alias: AliasRecord, version: string, at: string): void {
  const last = alias.history.at(-1);
  if (alias.version === version && last && last.endDate === undefined) return;
  if (last && last.endDate === undefined) last.endDate = at;
  alias.version = version;
  alias.history = [...alias.history, { version, startDate: at }].slice(-mostHistoryEvents);
}
