/**
 * What may be logged: a closed list of fields, none of which can hold a customer's words, a token or a name. Session ids
 * come hashed (`sessionHash`).
 */
export interface LogFields {
  session?: string;
  run?: string;
  request?: string;
  tenant?: string;
  project?: string;
  agent?: string;
  group?: string;
  action?: string;
  route?: string;
  outcome?: string;
  reason?: string;
  code?: string;
  /** By which way an action learned its session: `attribute` or `parameter`. */
  via?: string;
  status?: number;
  durationMs?: number;
  inputTokens?: number;
  outputTokens?: number;
  count?: number;
  /** How long the oldest expired item had been past its end. */
  lagSeconds?: number;
  /** The name of an error's class, never its message. */
  error?: string;
  dryRun?: boolean;
  version?: string;
}

export type LogLevel = "info" | "warn" | "error";

/** Writes one event; event names are noun-verb (`action-end`). */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** Every field there is. A field that is not here is not written, whatever a caller without types hands in. */
const fieldNames = Object.keys({
  session: true,
  run: true,
  request: true,
  tenant: true,
  project: true,
  agent: true,
  group: true,
  action: true,
  route: true,
  outcome: true,
  reason: true,
  code: true,
  via: true,
  status: true,
  durationMs: true,
  inputTokens: true,
  outputTokens: true,
  count: true,
  lagSeconds: true,
  error: true,
  dryRun: true,
  version: true,
} satisfies Record<keyof LogFields, true>) as (keyof LogFields)[];

/** JSON lines to a writer, one an event, undefined fields left out. `now` gives the ISO time of a line. */
export function jsonLog(
  write: (line: string) => void,
  now: () => string,
  base: LogFields & { service: string },
): Log {
  return (level, event, fields = {}) =>
    write(`${JSON.stringify({ at: now(), level, event, ...base, ...allowed(fields) })}\n`);
}

function allowed(fields: LogFields): LogFields {
  return Object.fromEntries(
    fieldNames.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

/** For tests and tools that want silence. */
export const silentLog: Log = () => {};
