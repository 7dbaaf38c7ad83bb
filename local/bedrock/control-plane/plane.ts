import { notFound } from "./refusals.ts";
import type { AgentRecord, AliasRecord, PlaneState, Snapshot } from "./state.ts";

/** What one call works on. */
export interface Plane {
  state: PlaneState;
  nowMs: number;
  /** The same as an ISO string. */
  now: string;
  /** How long a transition takes. */
  latencyMs: number;
  /** In which state UpdateAgent leaves an agent that was prepared before; the service is said to do both. */
  updateEnds: "NOT_PREPARED" | "PREPARED";
  /** A fresh id of ten upper-case letters and digits. */
  newId: () => string;
  /** Why the transition that this call begins is to fail; undefined when it is to succeed. */
  failureReasons: string[] | undefined;
}

/** The end of a transition that begins now. */
export function transition({ nowMs, latencyMs, failureReasons }: Plane) {
  return { dueMs: nowMs + latencyMs, ...(failureReasons && { failureReasons }) };
}

/** @throws BedrockServiceError resourceNotFoundException */
export function agentOf(plane: Plane, agentId: string): AgentRecord {
  const agent = ownValue(plane.state.agents, agentId);
  if (!agent) throw notFound();
  return agent;
}

/** @throws BedrockServiceError resourceNotFoundException, for the built-in test alias too */
export function aliasOf(agent: AgentRecord, aliasId: string): AliasRecord {
  const alias = ownValue(agent.aliases, aliasId);
  if (!alias) throw notFound();
  return alias;
}

/** The DRAFT or what a number froze. @throws BedrockServiceError resourceNotFoundException */
export function snapshotOf(agent: AgentRecord, version: string): Snapshot {
  if (version === "DRAFT") return agent.draft;
  const record = ownValue(agent.versions, String(Number(version)));
  if (!record) throw notFound();
  return record.snapshot;
}

/** A record's value under a key that came from outside; `__proto__` and its like find nothing. */
export function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
