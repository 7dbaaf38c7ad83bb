/** A key attribute and its DynamoDB type. */
export interface KeyAttribute {
  name: string;
  type: "S" | "N";
}

export interface TableDeclaration {
  /** The table is called `{name}-{env}`. */
  name: string;
  partitionKey: KeyAttribute;
  sortKey?: KeyAttribute;
  /** The attribute whose epoch seconds end an item's life; absent: items stay. */
  ttl?: "ttl" | "expire";
  indexes?: readonly {
    name: string;
    partitionKey: KeyAttribute;
    sortKey?: KeyAttribute;
    projection: "KEYS_ONLY" | "ALL";
  }[];
}

const text = (name: string): KeyAttribute => ({ name, type: "S" });

/**
 * Every table of the system, declared once: the embedded database, the infrastructure and the tests all read it. A
 * table is added here by the part that first uses it.
 */
export const tables = {
  sessions: { name: "bedrock-sessions", partitionKey: text("session_id"), ttl: "ttl" },
  /** Token families, one item a session, and the marks that end many sessions at once. */
  sessionTokens: {
    name: "session-tokens",
    partitionKey: text("session_id"),
    sortKey: text("tenant"),
    ttl: "ttl",
    indexes: [
      { name: "by-tenant", partitionKey: text("tenant"), sortKey: text("customer"), projection: "KEYS_ONLY" },
    ],
  },
  /** Heads of conversations with their facts, and which one is a customer's current one. */
  conversationSummaries: {
    name: "conversation-summaries",
    partitionKey: text("tenant_customer"),
    sortKey: text("conversation_id"),
    ttl: "ttl",
  },
  recentMessages: {
    name: "recent-messages",
    partitionKey: text("conversation_id"),
    sortKey: { name: "turn", type: "N" },
    ttl: "ttl",
  },
  /** In the form that rate-limiter-flexible keeps its counters in. */
  rateLimits: { name: "rate-limits", partitionKey: text("key"), ttl: "expire" },
  projectNotes: {
    name: "project-notes",
    partitionKey: text("tenant_project"),
    sortKey: text("time_id"),
    ttl: "ttl",
    indexes: [{ name: "by-customer", partitionKey: text("tenant_customer"), projection: "KEYS_ONLY" }],
  },
  /** Entries of hash chains, one chain a session, and the seals of each tenant's days. Kept; nothing in it is ever changed. */
  auditLog: {
    name: "audit-log",
    partitionKey: text("tenant_session"),
    sortKey: { name: "seq", type: "N" },
    indexes: [
      {
        name: "by-tenant-day",
        partitionKey: text("tenant_day"),
        sortKey: text("tenant_session_seq"),
        projection: "KEYS_ONLY",
      },
    ],
  },
  /** What each alias of the agents pointed at, one item a release of `setup-agents`. */
  agentReleases: {
    name: "agent-releases",
    partitionKey: text("release_id"),
    indexes: [{ name: "by-time", partitionKey: text("environment"), sortKey: text("at"), projection: "ALL" }],
  },
  tenants: {
    name: "tenants",
    partitionKey: text("client_id"),
    indexes: [{ name: "by-public-key", partitionKey: text("public_key"), projection: "ALL" }],
  },
} as const satisfies Record<string, TableDeclaration>;

/** The name of a table in one environment. */
export function tableName(table: TableDeclaration, environment: string): string {
  return `${table.name}-${environment}`;
}
