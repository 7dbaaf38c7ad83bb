import type { EnvironmentName } from "#layer/config.ts";
import type {
  ActionGroupSpec,
  AgentSpec,
  LiveActionGroup,
  LiveAgent,
  LiveAlias,
  LiveCollaborator,
  LiveVersion,
} from "./control-plane.ts";

/** The alias that customers reach; every agent has one of this name. */
export const aliasName = "live";

/** What the definitions, the schemas and the settings say, as one release. Specialists before those who call them. */
export interface DesiredRelease {
  environment: EnvironmentName;
  agents: readonly DesiredAgent[];
}

export interface DesiredAgent {
  /** `pf360-{definitionName}-{env}`; unique in an account and region, so it is how a live agent is found. */
  name: string;
  definitionName: string;
  /** Without guardrail: what stands on the live agent is kept, unless `guardrail` speaks. Without `kept`. */
  spec: Omit<AgentSpec, "guardrail" | "kept" | "name">;
  /** Absent: not ours to say, keep the live one. */
  guardrail?: { id: string; version: string } | "none";
  actionGroups: readonly ActionGroupSpec[];
  collaborators: readonly DesiredCollaborator[];
  /** Of the alias; the agent's are in `spec.tags`. */
  aliasTags: Readonly<Record<string, string>>;
  /** 16 hexadecimal characters over everything above but the tags; collaborators by name, so it knows no live id. */
  specHash: string;
  /** For the alias: names the spec hash, so that the console tells which definition a version came from. */
  aliasDescription: string;
}

export interface DesiredCollaborator {
  /** As the supervisor's model calls it. */
  name: string;
  /** `DesiredAgent.name` of the one who is called; its `live` alias is the target. */
  agentName: string;
  instruction: string;
  relayConversationHistory: boolean;
}

/** What is there. Agents whose names are of our form for this environment; others are not even read. */
export interface LiveRelease {
  environment: EnvironmentName;
  agents: readonly LiveAgentState[];
}

export interface LiveAgentState {
  agent: LiveAgent;
  tags: Readonly<Record<string, string>>;
  /** Of DRAFT. */
  actionGroups: readonly LiveActionGroup[];
  collaborators: readonly LiveCollaborator[];
  /** The alias `live`. */
  alias?: LiveAlias & { tags: Readonly<Record<string, string>> };
  /** What the alias `live` points at; absent when there is no alias, or its version is gone. */
  liveVersion?: LiveVersion & {
    actionGroups: readonly LiveActionGroup[];
    collaborators: readonly LiveCollaborator[];
  };
  /** Names of aliases that are not ours; they are left alone. */
  otherAliases: readonly string[];
  /** Numbered versions, newest first. */
  versions: readonly string[];
}

/** Pure data: what differs (for people), and what to do about it (for `apply`). Made by `planRelease`. */
export interface Plan {
  environment: EnvironmentName;
  /** In the order of `wave`, then of the definitions. Unchanged agents are listed too, with `action: "none"`. */
  agents: readonly AgentPlan[];
  hasChanges: boolean;
}

export interface AgentPlan {
  name: string;
  /** Absent for an agent that is no longer defined. */
  definitionName?: string;
  /** Absent when it is to be created. */
  agentId?: string;
  action: "create" | "update" | "none" | "delete";
  /** Agents of one wave may go in parallel; a wave begins when the one before is done. Deletions come last. */
  wave: number;
  changes: readonly Change[];
  /** What is there, is not ours to say, and stays (a prompt override, a foreign alias). For people. */
  notes: readonly string[];
  needs: AgentNeeds;
  /** Absent for a deletion. */
  desired?: DesiredAgent;
}

/** Steps in the order in which they are to be taken. All false and empty: nothing to call. */
export interface AgentNeeds {
  /** A FAILED or half-deleted agent of the same name, with no alias: delete it and wait until it is gone, before `create`. */
  deleteFirst?: string;
  /** The whole spec to send, with what the live agent has beside it (guardrail, `kept`) already in it. */
  createAgent?: AgentSpec;
  updateAgent?: AgentSpec;
  actionGroups: {
    create: readonly ActionGroupSpec[];
    update: readonly { actionGroupId: string; spec: ActionGroupSpec }[];
    delete: readonly { actionGroupId: string; name: string }[];
  };
  /** The target's alias ARN is looked up when the call is made: the target may be new. Associate after disassociate. */
  collaborators: {
    disassociate: readonly { collaboratorId: string; name: string }[];
    update: readonly { collaboratorId: string; collaborator: DesiredCollaborator }[];
    associate: readonly DesiredCollaborator[];
  };
  prepare: boolean;
  alias: AliasNeed;
  tags: {
    agent: TagNeed;
    alias: TagNeed;
  };
  /** For `action: "delete"`: the whole agent with its aliases. */
  deleteAgent: boolean;
}

/**
 * Description (`desired.aliasDescription`) goes with every call. `create` and `new-version` let the service cut a version
 * from the prepared draft; `point` re-uses one (it also mends the description alone, with the version it has).
 */
export type AliasNeed =
  | { action: "none" }
  | { action: "create" }
  | { action: "new-version"; aliasId: string }
  | { action: "point"; aliasId: string; version: string };

export interface TagNeed {
  set: Readonly<Record<string, string>>;
  remove: readonly string[];
}

/** Where a difference was found: in what customers get (the alias's version), or in the draft alone. */
export type ChangeSite = "live" | "draft";

/** One difference, in words of the domain. `from` is what is there, `to` what is to be; absent means nothing. */
export type Change = { at: ChangeSite } & ChangeBody;

export type ChangeBody =
  | { kind: "field"; field: SpecField; from?: string; to?: string }
  | { kind: "instruction"; lines: readonly DiffLine[] }
  | { kind: "action-group"; change: "added" | "removed"; group: string }
  | {
      kind: "action-group-field";
      group: string;
      field: "description" | "lambda" | "state" | "schema";
      from: string;
      to: string;
    }
  | {
      kind: "operation";
      change: "added" | "removed" | "changed";
      group: string;
      operation: string;
      /** Of a changed one, by place in the operation (`parameters.date.description`), in the order of the places. */
      details: readonly { place: string; from?: string; to?: string }[];
    }
  | { kind: "confirmation"; group: string; operation: string; from: boolean; to: boolean }
  | { kind: "collaborator"; change: "added" | "removed"; collaborator: string }
  | {
      kind: "collaborator-field";
      collaborator: string;
      field: "target" | "relay";
      from: string;
      to: string;
    }
  | { kind: "collaborator-instruction"; collaborator: string; lines: readonly DiffLine[] }
  | { kind: "tag"; on: "agent" | "alias"; key: string; from?: string; to?: string }
  /** The draft is as desired, but not prepared. */
  | { kind: "unprepared"; status: string }
  /** `to` absent: a version that does not exist yet. */
  | { kind: "alias"; from?: string; to?: string }
  | { kind: "alias-description"; from?: string; to: string };

export type SpecField =
  | "description"
  | "foundation-model"
  | "role"
  | "idle-session-ttl-seconds"
  | "collaboration"
  | "guardrail";

/** One line of a text diff; `skip` stands for unchanged lines that are not shown, `text` is how many. */
export interface DiffLine {
  mark: "same" | "added" | "removed" | "skip";
  text: string;
}
