/** An agent as an alias freezes it: what InvokeAgent runs. */
export interface FrozenAgent {
  agentId: string;
  aliasId: string;
  /** `DRAFT` or digits. */
  version: string;
  name: string;
  instruction: string;
  foundationModel: string;
  collaboration: "SUPERVISOR" | "SUPERVISOR_ROUTER" | "DISABLED";
  idleSessionTtlSeconds: number;
  actionGroups: readonly FrozenActionGroup[];
  collaborators: readonly FrozenCollaborator[];
  /** The alias is paused (`REJECT_INVOCATIONS`). */
  rejectsInvocations?: boolean | undefined;
  guardrail?: { id: string; version: string } | undefined;
  /** Steps around the orchestration that the agent's prompts switch on. */
  processing?: readonly ("PRE_PROCESSING" | "POST_PROCESSING")[] | undefined;
}

export interface FrozenActionGroup {
  name: string;
  /** The OpenAPI document, parsed. */
  schema: Record<string, unknown>;
  /** Undefined: `RETURN_CONTROL`, whoever called InvokeAgent runs the action. */
  lambdaArn: string | undefined;
}

export interface FrozenCollaborator {
  /** As the supervisor's model calls it. */
  name: string;
  agentId: string;
  aliasId: string;
  instruction: string;
  relayConversationHistory: boolean;
}

/** Where the runtime finds agents. Undefined: no such agent or alias. */
export interface AgentRegistry {
  resolve(agentId: string, aliasId: string): FrozenAgent | undefined;
}
