import { BedrockServiceError } from "../service-error.ts";

/** Calls a second, not adjustable (AWS, "Amazon Bedrock service quotas"); for the others none is published. */
export const callsPerSecond: Readonly<Record<string, number>> = {
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

export const throttledText = "Too many requests, please wait before trying again.";

/** Counts the calls of the last second; a refused one does not count. */
export function createRateLimits() {
  const taken = new Map<string, number[]>();
  return {
    /** @throws BedrockServiceError throttlingException */
    take(operation: string, nowMs: number): void {
      const most = callsPerSecond[operation];
      if (most === undefined) return;
      const recent = (taken.get(operation) ?? []).filter((atMs) => atMs > nowMs - 1000);
      if (recent.length >= most) throw new BedrockServiceError("throttlingException", throttledText);
      taken.set(operation, [...recent, nowMs]);
    },
  };
}
