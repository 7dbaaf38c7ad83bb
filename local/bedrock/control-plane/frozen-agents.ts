import type { FrozenActionGroup, FrozenAgent, FrozenCollaborator } from "../agent-registry.ts";
import { parseArn } from "../arns.ts";
import { ownValue } from "./plane.ts";
import type { ActionGroupRecord, AgentConfig, CollaboratorRecord, PlaneState, Snapshot } from "./state.ts";
import { testAliasId } from "./state.ts";

/**
 * What an alias runs: the version it points at, or for the test alias the DRAFT as it was last prepared. Undefined when there
 * is no such agent or alias, or nothing behind it yet.
 */
export function frozenAgent(state: PlaneState, agentId: string, aliasId: string): FrozenAgent | undefined {
  const agent = ownValue(state.agents, agentId);
  if (!agent || agent.status === "DELETING") return undefined;
  const place = { agentId, aliasId };
  if (aliasId === testAliasId) {
    return (
      agent.prepared && freeze(agent.prepared, { ...place, version: "DRAFT", rejectsInvocations: false })
    );
  }
  const alias = ownValue(agent.aliases, aliasId);
  if (alias?.version === undefined || alias.status === "DELETING") return undefined;
  const version = agent.versions[alias.version];
  const rejectsInvocations = alias.invocations === "REJECT_INVOCATIONS";
  return version && freeze(version.snapshot, { ...place, version: version.version, rejectsInvocations });
}

function freeze(
  { config, actionGroups, collaborators }: Snapshot,
  place: Pick<FrozenAgent, "agentId" | "aliasId" | "version" | "rejectsInvocations">,
): FrozenAgent {
  return {
    ...place,
    name: config.agentName,
    instruction: config.instruction ?? "",
    foundationModel: config.foundationModel ?? "",
    collaboration: config.agentCollaboration,
    idleSessionTtlSeconds: config.idleSessionTTLInSeconds,
    actionGroups: Object.values(actionGroups).flatMap(frozenGroup),
    collaborators: Object.values(collaborators).flatMap(frozenCollaborator),
    guardrail: guardrailOf(config),
    processing: processingOf(config),
  };
}

/** Only enabled groups with an executor and an inline schema run; the others are kept, and offer no tools. */
function frozenGroup({ config }: ActionGroupRecord): FrozenActionGroup[] {
  const { actionGroupName: name, actionGroupState, apiSchema, actionGroupExecutor: executor } = config;
  if (actionGroupState === "DISABLED" || apiSchema?.payload === undefined || !executor) return [];
  const schema = JSON.parse(apiSchema.payload) as Record<string, unknown>;
  return [{ name, schema, lambdaArn: executor.lambda }];
}

function guardrailOf({ guardrailConfiguration }: AgentConfig): FrozenAgent["guardrail"] {
  const { guardrailIdentifier: id, guardrailVersion: version } = guardrailConfiguration ?? {};
  return id === undefined || version === undefined ? undefined : { id, version };
}

function processingOf({ promptOverrideConfiguration }: AgentConfig): NonNullable<FrozenAgent["processing"]> {
  return (["PRE_PROCESSING", "POST_PROCESSING"] as const).filter((step) =>
    promptOverrideConfiguration?.promptConfigurations.some(
      ({ promptType, promptCreationMode, promptState }) =>
        promptType === step && promptCreationMode === "OVERRIDDEN" && promptState !== "DISABLED",
    ),
  );
}

function frozenCollaborator({ config }: CollaboratorRecord): FrozenCollaborator[] {
  const { agentId, aliasId } = parseArn(config.agentDescriptor.aliasArn) ?? {};
  if (agentId === undefined || aliasId === undefined) return [];
  return [
    {
      name: config.collaboratorName,
      agentId,
      aliasId,
      instruction: config.collaborationInstruction,
      relayConversationHistory: config.relayConversationHistory === "TO_COLLABORATOR",
    },
  ];
}
