import type * as z from "zod";
import type { actionGroupConfig, agentConfig, collaboratorConfig } from "./members.ts";

/** All that the control plane knows. Plain JSON; instants are ISO strings, moments to come are epoch milliseconds. */
export interface PlaneState {
  agents: Record<string, AgentRecord>;
  /** By `{operation}/{place}/{client token}`. */
  clientTokens: Record<string, ClientTokenRecord>;
}

export type AgentConfig = z.output<typeof agentConfig>;
export type ActionGroupConfig = z.output<typeof actionGroupConfig>;
export type CollaboratorConfig = z.output<typeof collaboratorConfig>;

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

interface Dated {
  createdAt: string;
  updatedAt: string;
}

export interface ActionGroupRecord extends Dated {
  actionGroupId: string;
  config: ActionGroupConfig;
}

export interface CollaboratorRecord extends Dated {
  collaboratorId: string;
  config: CollaboratorConfig;
}

/** What runs: an agent with its parts at one moment. */
export interface Snapshot {
  config: AgentConfig;
  actionGroups: Record<string, ActionGroupRecord>;
  collaborators: Record<string, CollaboratorRecord>;
}

export interface AgentRecord extends Dated {
  agentId: string;
  /** The DRAFT as it was last edited. */
  draft: Snapshot;
  /** The DRAFT as it was last prepared: what TSTALIASID runs and what the next version freezes. */
  prepared?: Snapshot;
  preparedAt?: string;
  status: AgentStatus;
  failureReasons?: string[];
  /** Its creation failed: it can be read and deleted, nothing else. */
  isStillborn?: boolean;
  /** What ends the present transition. */
  pending?: AgentPending;
  /** By number; a number is never given twice. */
  versions: Record<string, VersionRecord>;
  lastVersion: number;
  /** By id, without the built-in test alias. */
  aliases: Record<string, AliasRecord>;
  tags: Record<string, string>;
}

export type AgentPending = { dueMs: number; failureReasons?: string[] } & (
  | { kind: "create" | "delete" }
  | { kind: "update"; status: "NOT_PREPARED" | "PREPARED" }
  | { kind: "prepare"; snapshot: Snapshot }
  | { kind: "version"; version: string }
);

export interface VersionRecord extends Dated {
  version: string;
  snapshot: Snapshot;
  /** It is being deleted; gone from then on. */
  deletedMs?: number;
}

export interface AliasRecord extends Dated {
  aliasId: string;
  name: string;
  description?: string | undefined;
  /** Undefined until the first version is there, and when that was deleted from under it. */
  version?: string;
  provisionedThroughput?: string | undefined;
  status: AliasStatus;
  failureReasons?: string[];
  invocations: "ACCEPT_INVOCATIONS" | "REJECT_INVOCATIONS";
  /** Oldest first, at most ten. */
  history: { version: string; startDate: string; endDate?: string }[];
  pending?: { kind: "change" | "delete"; dueMs: number; version?: string; failureReasons?: string[] };
  tags: Record<string, string>;
}

export interface ClientTokenRecord {
  agentId: string;
  /** The action group, collaborator or alias that the call made; absent when it made the agent. */
  partId?: string;
  reply: object;
}

export function emptyState(): PlaneState {
  return { agents: {}, clientTokens: {} };
}

/** The built-in alias of every agent; it runs the prepared DRAFT. */
export const testAliasId = "TSTALIASID";
