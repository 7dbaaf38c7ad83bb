/**
 * What `setup-agents` needs of the Bedrock Agents control plane, in our words (AWS, API reference of `bedrock-agent`). Every
 * write is one API call, a list as many as it has pages and entries; nothing waits or fills in what was left out. Ids are ten
 * characters; `version` is `DRAFT` or digits. The service's errors come as they are, by their `name`
 * (`ValidationException`, `ThrottlingException`, …); what is not found is undefined where the type says so.
 */
export interface ControlPlane {
  /** All agents of the account and region, every page. */
  listAgents(): Promise<{ agentId: string; name: string; status: AgentStatus }[]>;
  getAgent(agentId: string): Promise<LiveAgent | undefined>;
  createAgent(spec: AgentSpec, clientToken: string): Promise<{ agentId: string }>;
  /** Replaces the whole agent: what is left out of the spec is dropped by the service. */
  updateAgent(agentId: string, spec: AgentSpec): Promise<void>;
  prepareAgent(agentId: string): Promise<void>;
  /** @param force deletes in spite of aliases (`skipResourceInUseCheck`) */
  deleteAgent(agentId: string, force: boolean): Promise<void>;

  /** Action groups of one version, their schemas included. */
  listActionGroups(agentId: string, version: string): Promise<LiveActionGroup[]>;
  createActionGroup(agentId: string, spec: ActionGroupSpec, clientToken: string): Promise<void>;
  updateActionGroup(agentId: string, actionGroupId: string, spec: ActionGroupSpec): Promise<void>;
  /** Deletes although it is enabled (`skipResourceInUseCheck`). */
  deleteActionGroup(agentId: string, actionGroupId: string): Promise<void>;

  listCollaborators(agentId: string, version: string): Promise<LiveCollaborator[]>;
  associateCollaborator(agentId: string, spec: CollaboratorSpec, clientToken: string): Promise<void>;
  updateCollaborator(agentId: string, collaboratorId: string, spec: CollaboratorSpec): Promise<void>;
  disassociateCollaborator(agentId: string, collaboratorId: string): Promise<void>;

  /** Without the built-in test alias. */
  listAliases(agentId: string): Promise<LiveAlias[]>;
  getAlias(agentId: string, aliasId: string): Promise<LiveAlias | undefined>;
  /** Without `version` the service cuts a new version from the prepared draft. */
  createAlias(agentId: string, spec: AliasSpec, clientToken: string): Promise<{ aliasId: string }>;
  /** Without `version` the service cuts a new version, even when nothing else changes. */
  updateAlias(agentId: string, aliasId: string, spec: Omit<AliasSpec, "tags">): Promise<void>;
  deleteAlias(agentId: string, aliasId: string): Promise<void>;

  /** Numbered versions, newest first; without DRAFT. */
  listVersions(agentId: string): Promise<{ version: string; createdAt: string }[]>;
  /** What a numbered version froze; its action groups and collaborators are listed with its number. */
  getVersion(agentId: string, version: string): Promise<LiveVersion | undefined>;
  deleteVersion(agentId: string, version: string): Promise<void>;

  listTags(arn: string): Promise<Record<string, string>>;
  tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  untag(arn: string, keys: readonly string[]): Promise<void>;
}

export type AgentStatus =
  | "CREATING"
  | "NOT_PREPARED"
  | "PREPARING"
  | "PREPARED"
  | "UPDATING"
  | "VERSIONING"
  | "DELETING"
  | "FAILED";

export type AliasStatus = "CREATING" | "PREPARED" | "UPDATING" | "DELETING" | "FAILED" | "DISSOCIATED";

export interface AgentSpec {
  name: string;
  description: string;
  instruction: string;
  foundationModel: string;
  roleArn: string;
  idleSessionTtlSeconds: number;
  collaboration: "SUPERVISOR" | "SUPERVISOR_ROUTER" | "DISABLED";
  guardrail?: { id: string; version: string };
  /** Only taken when the agent is created; afterwards tags change through `tag` and `untag`. */
  tags: Readonly<Record<string, string>>;
  /** What the live agent has beside these and must keep: sent back as it was read (prompt overrides, memory, key). */
  kept?: Readonly<Record<string, unknown>>;
}

export interface LiveAgent extends Omit<AgentSpec, "tags"> {
  agentId: string;
  arn: string;
  status: AgentStatus;
  failureReasons: string[];
  /** ISO instants. */
  updatedAt: string;
  preparedAt?: string;
}

/** The agent's own fields as they stood when an alias cut the version. */
export interface LiveVersion extends Omit<AgentSpec, "tags"> {
  version: string;
}

export interface ActionGroupSpec {
  name: string;
  description: string;
  lambdaArn: string;
  /** The OpenAPI document as text. */
  schema: string;
}

export interface LiveActionGroup extends ActionGroupSpec {
  actionGroupId: string;
  enabled: boolean;
}

export interface CollaboratorSpec {
  name: string;
  aliasArn: string;
  instruction: string;
  relayConversationHistory: boolean;
}

export interface LiveCollaborator extends CollaboratorSpec {
  collaboratorId: string;
}

export interface AliasSpec {
  name: string;
  description?: string;
  /** The version it points at. */
  version?: string;
  /** Updates only; send back what was read, so that an alias that someone switched off stays off. */
  invocations?: "ACCEPT_INVOCATIONS" | "REJECT_INVOCATIONS";
  tags?: Readonly<Record<string, string>>;
}

export interface LiveAlias extends AliasSpec {
  aliasId: string;
  arn: string;
  status: AliasStatus;
  /** Absent when there are none. */
  failureReasons?: string[];
}
