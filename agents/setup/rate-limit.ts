import type { Pace } from "./wait-for.ts";

/** Calls a second that the service takes; not adjustable (AWS, "Amazon Bedrock service quotas"). None published: not here. */
export const publishedRates: Readonly<Record<string, number>> = {
  CreateAgent: 6,
  UpdateAgent: 4,
  DeleteAgent: 2,
  GetAgent: 15,
  ListAgents: 10,
  PrepareAgent: 2,
  CreateAgentActionGroup: 12,
  UpdateAgentActionGroup: 6,
  DeleteAgentActionGroup: 2,
  GetAgentActionGroup: 20,
  ListAgentActionGroups: 10,
  CreateAgentAlias: 2,
  UpdateAgentAlias: 2,
  DeleteAgentAlias: 2,
  GetAgentAlias: 10,
  ListAgentAliases: 10,
  GetAgentVersion: 10,
  ListAgentVersions: 10,
  DeleteAgentVersion: 2,
};

/** Calls do not arrive as evenly as they are sent. */
const windowMs = 1_050;

/**
 * Holds a call back until its operation has a place within the published rate; in the order of asking. What it lets through
 * may be throttled all the same: others in the account share the rate.
 */
export function createRateLimit(
  pace: Pace,
  rates: Readonly<Record<string, number>> = publishedRates,
): (operation: string) => Promise<void> {
  const placesOf = new Map<string, number[]>();
  return async (operation) => {
    const most = rates[operation];
    if (most === undefined) return;
    const nowMs = pace.clock.nowMs();
    const places = (placesOf.get(operation) ?? []).filter((atMs) => atMs > nowMs - windowMs);
    const atMs = Math.max(nowMs, (places[places.length - most] ?? -windowMs) + windowMs);
    placesOf.set(operation, [...places, atMs]);
    if (atMs > nowMs) await pace.sleep(atMs - nowMs);
  };
}
