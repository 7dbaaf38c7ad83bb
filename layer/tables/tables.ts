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
  ttl?: "ttl";
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
  projectNotes: {
    name: "project-notes",
    partitionKey: text("tenant_project"),
    sortKey: text("time_id"),
    ttl: "ttl",
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
