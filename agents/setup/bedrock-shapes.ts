import type {
  ActionGroupState,
  Agent,
  AgentActionGroup,
  AgentAlias,
  AgentCollaborator,
  AgentVersion,
  CreateAgentActionGroupCommandInput,
  CreateAgentCommandInput,
  PromptOverrideConfiguration,
} from "@aws-sdk/client-bedrock-agent";
import type {
  ActionGroupSpec,
  AgentSpec,
  AliasSpec,
  CollaboratorSpec,
  LiveActionGroup,
  LiveAgent,
  LiveAlias,
  LiveCollaborator,
  LiveVersion,
} from "./control-plane.ts";

type AgentFields = Omit<CreateAgentCommandInput, "clientToken" | "tags">;
type Kept = Partial<
  Pick<
    Agent,
    | "promptOverrideConfiguration"
    | "memoryConfiguration"
    | "customerEncryptionKeyArn"
    | "orchestrationType"
    | "customOrchestration"
  >
>;

/** The fields that create and update share; what the live agent has beside ours goes along, or it would be dropped. */
export function toAgentFields(
  spec: AgentSpec,
): AgentFields & { foundationModel: string; agentResourceRoleArn: string } {
  const kept: Kept = spec.kept ?? {};
  return {
    ...kept,
    agentName: spec.name,
    description: spec.description,
    instruction: spec.instruction,
    foundationModel: spec.foundationModel,
    agentResourceRoleArn: spec.roleArn,
    idleSessionTTLInSeconds: spec.idleSessionTtlSeconds,
    agentCollaboration: spec.collaboration,
    ...(spec.guardrail && {
      guardrailConfiguration: {
        guardrailIdentifier: spec.guardrail.id,
        guardrailVersion: spec.guardrail.version,
      },
    }),
  };
}

export function fromAgent(agent: Agent): LiveAgent {
  return {
    ...fieldsOf(agent),
    agentId: agent.agentId ?? "",
    arn: agent.agentArn ?? "",
    status: agent.agentStatus ?? "FAILED",
    failureReasons: agent.failureReasons ?? [],
    updatedAt: agent.updatedAt?.toISOString() ?? "",
    ...(agent.preparedAt && { preparedAt: agent.preparedAt.toISOString() }),
  };
}

export function fromVersion(version: AgentVersion): LiveVersion {
  return { ...fieldsOf(version), version: version.version ?? "" };
}

function fieldsOf(agent: Agent | AgentVersion): Omit<AgentSpec, "tags"> {
  const { guardrailIdentifier, guardrailVersion } = agent.guardrailConfiguration ?? {};
  const kept = keptOf(agent);
  return {
    name: agent.agentName ?? "",
    description: agent.description ?? "",
    instruction: agent.instruction ?? "",
    foundationModel: agent.foundationModel ?? "",
    roleArn: agent.agentResourceRoleArn ?? "",
    idleSessionTtlSeconds: agent.idleSessionTTLInSeconds ?? 0,
    collaboration: agent.agentCollaboration ?? "DISABLED",
    ...(guardrailIdentifier && {
      guardrail: { id: guardrailIdentifier, version: guardrailVersion ?? "DRAFT" },
    }),
    ...(Object.keys(kept).length > 0 && { kept: { ...kept } }),
  };
}

function keptOf(agent: Agent | AgentVersion): Kept {
  const prompts = overridden(agent.promptOverrideConfiguration);
  return {
    ...(prompts && { promptOverrideConfiguration: prompts }),
    ...(agent.memoryConfiguration && { memoryConfiguration: agent.memoryConfiguration }),
    ...(agent.customerEncryptionKeyArn && { customerEncryptionKeyArn: agent.customerEncryptionKeyArn }),
    ...("orchestrationType" in agent &&
      agent.orchestrationType === "CUSTOM_ORCHESTRATION" && {
        orchestrationType: agent.orchestrationType,
        ...(agent.customOrchestration && { customOrchestration: agent.customOrchestration }),
      }),
  };
}

/** GetAgent answers the default prompts too; sent back they would become overrides. */
function overridden(found: PromptOverrideConfiguration | undefined): PromptOverrideConfiguration | undefined {
  const own = (found?.promptConfigurations ?? []).filter(
    ({ promptCreationMode, parserMode }) =>
      promptCreationMode === "OVERRIDDEN" || parserMode === "OVERRIDDEN",
  );
  if (own.length === 0) return undefined;
  return {
    promptConfigurations: own,
    ...(found?.overrideLambda && { overrideLambda: found.overrideLambda }),
  };
}

export function toActionGroupFields(spec: ActionGroupSpec) {
  return {
    actionGroupName: spec.name,
    description: spec.description,
    actionGroupExecutor: { lambda: spec.lambdaArn },
    apiSchema: { payload: spec.schema },
    actionGroupState: "ENABLED" satisfies ActionGroupState,
  } satisfies Omit<CreateAgentActionGroupCommandInput, "agentId" | "agentVersion">;
}

/** A group without a Lambda has an empty `lambdaArn`; one whose schema is not inline tells where it is instead. */
export function fromActionGroup(group: AgentActionGroup): LiveActionGroup {
  const { s3BucketName: bucket, s3ObjectKey: key } = group.apiSchema?.s3 ?? {};
  return {
    actionGroupId: group.actionGroupId ?? "",
    name: group.actionGroupName ?? "",
    description: group.description ?? "",
    lambdaArn: group.actionGroupExecutor?.lambda ?? "",
    schema: group.apiSchema?.payload ?? (bucket ? `s3://${bucket}/${key}` : ""),
    enabled: group.actionGroupState === "ENABLED",
  };
}

export function toCollaboratorFields(spec: CollaboratorSpec) {
  return {
    collaboratorName: spec.name,
    agentDescriptor: { aliasArn: spec.aliasArn },
    collaborationInstruction: spec.instruction,
    relayConversationHistory: spec.relayConversationHistory ? ("TO_COLLABORATOR" as const) : "DISABLED",
  } as const;
}

export function fromCollaborator(collaborator: AgentCollaborator): LiveCollaborator {
  return {
    collaboratorId: collaborator.collaboratorId ?? "",
    name: collaborator.collaboratorName ?? "",
    aliasArn: collaborator.agentDescriptor?.aliasArn ?? "",
    instruction: collaborator.collaborationInstruction ?? "",
    relayConversationHistory: collaborator.relayConversationHistory === "TO_COLLABORATOR",
  };
}

export function toAliasFields(spec: Omit<AliasSpec, "tags">) {
  return {
    agentAliasName: spec.name,
    ...(spec.description && { description: spec.description }),
    ...(spec.version && { routingConfiguration: [{ agentVersion: spec.version }] }),
  };
}

export function fromAlias(alias: AgentAlias): LiveAlias {
  const version = alias.routingConfiguration?.[0]?.agentVersion;
  return {
    aliasId: alias.agentAliasId ?? "",
    arn: alias.agentAliasArn ?? "",
    name: alias.agentAliasName ?? "",
    status: alias.agentAliasStatus ?? "FAILED",
    ...(alias.description && { description: alias.description }),
    ...(version && { version }),
    ...(alias.aliasInvocationState && { invocations: alias.aliasInvocationState }),
    ...(alias.failureReasons?.length && { failureReasons: alias.failureReasons }),
  };
}
