import { overQuota } from "./refusals.ts";
import type { AgentRecord, PlaneState, Snapshot } from "./state.ts";

/** The default quotas (AWS, "Amazon Bedrock service quotas", Agents). */
export const quotas = {
  agents: 200,
  instructionCharacters: 20_000,
  actionGroups: 20,
  enabledActionGroups: 15,
  operations: 11,
  functionParameters: 5,
  collaborators: 10,
  aliases: 10,
} as const;

/** @throws BedrockServiceError serviceQuotaExceededException (402) when one more does not fit; so do all of these */
export function checkAgentCount({ agents }: PlaneState): void {
  if (Object.keys(agents).length >= quotas.agents) throw overQuota("agents in an account", quotas.agents);
}

export function checkInstruction(instruction: string | undefined): void {
  if ((instruction?.length ?? 0) > quotas.instructionCharacters) {
    throw overQuota("characters in an agent's instruction", quotas.instructionCharacters);
  }
}

/** Checks the action groups as they would stand after the change. */
export function checkActionGroups(actionGroups: Snapshot["actionGroups"]): void {
  const configs = Object.values(actionGroups).map(({ config }) => config);
  if (configs.length > quotas.actionGroups) throw overQuota("action groups of an agent", quotas.actionGroups);
  const enabled = configs.filter(({ actionGroupState }) => actionGroupState === "ENABLED");
  if (enabled.length > quotas.enabledActionGroups) {
    throw overQuota("enabled action groups of an agent", quotas.enabledActionGroups);
  }
  const operations = enabled.reduce((sum, { apiSchema }) => sum + countOperations(apiSchema?.payload), 0);
  if (operations > quotas.operations) throw overQuota("APIs of an agent", quotas.operations);
  const parameters = configs.flatMap(({ functionSchema }) =>
    (functionSchema?.functions ?? []).map((one) => Object.keys(one.parameters ?? {}).length),
  );
  if (parameters.some((count) => count > quotas.functionParameters)) {
    throw overQuota("parameters of a function", quotas.functionParameters);
  }
}

export function checkCollaboratorCount(count: number): void {
  if (count > quotas.collaborators) throw overQuota("collaborators of an agent", quotas.collaborators);
}

export function checkAliasCount({ aliases }: AgentRecord): void {
  if (Object.keys(aliases).length >= quotas.aliases) throw overQuota("aliases of an agent", quotas.aliases);
}

const methods = new Set(["get", "put", "post", "patch", "delete"]);

function countOperations(payload: string | undefined): number {
  if (payload === undefined) return 0;
  const { paths = {} } = JSON.parse(payload) as { paths?: Record<string, object> };
  return Object.values(paths).flatMap((item) => Object.keys(item).filter((key) => methods.has(key))).length;
}
