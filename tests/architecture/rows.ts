/**
 * The import table of the house: which row a file stands in, by its path alone.
 * 7 entry · 6 list · 5 feature · 4 frame · 3 adapter · 2 port · 1 ground
 */
export type Row = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const rowNames: Readonly<Record<Row, string>> = {
  1: "ground",
  2: "port",
  3: "adapter",
  4: "frame",
  5: "feature",
  6: "list",
  7: "entry",
};

/** Interfaces that the features know, by file name, wherever they stand. */
const ports = [
  "agent-backend",
  "agent-registry",
  "appointment-ledger",
  "audit-log",
  "audit-rows",
  "control-plane",
  "conversation-store",
  "exchange",
  "expiring-items",
  "flag-source",
  "key-ring",
  "log",
  "model",
  "note-store",
  "pf360-client",
  "point-store",
  "release-lock",
  "release-store",
  "revocation-store",
  "session-store",
  "stream-log",
  "telemetry",
  "tenant-directory",
  "token-family-store",
];

/** Adapters are named by their technology. */
const adapter = /^(http|dynamodb|bedrock|secrets-manager|memory|file|sample)-/;

/** The first form that fits a path decides. */
const table: readonly (readonly [RegExp, Row])[] = [
  [/^action-groups\/(entry|[^/]+\/handler)\.ts$/, 7],
  [/^frontend-bff\/(entry|server|lambda)\.ts$/, 7],
  [/^(agents\/setup\/(cli|agents-cli)|schemas\/write|infra\/app|layer\/(audit|sessions)\/cli)\.ts$/, 7],
  [/^action-groups\/[^/]+\/index\.ts$/, 6],
  [/^(agents\/index|frontend-bff\/app)\.ts$/, 6],
  [/^action-groups\/envelopes\//, 4],
  [new RegExp(`^(layer|agents|frontend-bff|infra)/(.+/)?(${ports.join("|")})\\.ts$`), 2],
  [/^layer\/pf360\/sample\//, 3],
  [/^action-groups\/[^/]+\.ts$/, 4],
  [/^action-groups\//, 5],
  [/^agents\/(agent\.ts$|setup\/)/, 4],
  [/^agents\/[^/]+\.ts$/, 5],
  [/^schemas\//, 4],
  [/^frontend-bff\/routes\//, 5],
  [/^frontend-bff\/((agent-backend|stream)\/|limits\/flexible-points\.ts$)/, 1],
  [/^frontend-bff\//, 4],
  [/^infra\/stages\.ts$/, 1],
  [/^infra\/stacks\//, 5],
  [/^infra\/constructs\//, 4],
  [/^layer\/(deletion\/sweep|audit\/seal)-handler\.ts$/, 7],
  [/^layer\/deletion\/cli\.ts$/, 7],
  [/^layer\/deletion\//, 4],
  [/^layer\/command-line\/(ask-on-terminal|run-main)\.ts$/, 4],
  [/^layer\/sessions\/revoke-(sessions|commands)\.ts$/, 4],
  [/^layer\//, 1],
];

/** The row of a product file; undefined for what the table does not speak of (frontend, local, tests, bench). */
export function rowOf(path: string): Row | undefined {
  const inEnvelopes = path.startsWith("action-groups/envelopes/");
  if (!inEnvelopes && adapter.test(baseName(path)) && /^(layer|agents|frontend-bff)\//.test(path)) return 3;
  return table.find(([form]) => form.test(path))?.[1];
}

/**
 * The top rooms are rooms, and in `layer` and `action-groups` so is each folder; what lies deeper belongs to it. A room
 * holds those inside it.
 */
export function isSameRoom(one: string, other: string): boolean {
  const [a, b] = [`${roomOf(one)}/`, `${roomOf(other)}/`];
  return a.startsWith(b) || b.startsWith(a);
}

/** The top room: `layer`, `local`, …; empty for a file at the root. */
export function topRoomOf(path: string): string {
  return path.includes("/") ? (path.split("/")[0] ?? "") : "";
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function roomOf(path: string): string {
  const depth = /^(layer|action-groups)\//.test(path) ? 2 : 1;
  return path.split("/").slice(0, -1).slice(0, depth).join("/");
}
