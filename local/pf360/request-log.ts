import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** How many requests are remembered; older ones are forgotten. */
const capacity = 5000;

export interface LoggedRequest {
  /** ISO instant at which it came. */
  at: string;
  method: string;
  path: string;
  query: Record<string, string>;
  /** Lower-case names; the bearer only as `Bearer sha256:<hex>`. */
  headers: Record<string, string>;
  /** Parsed where it is JSON, else the text; null without one. */
  body: unknown;
  /** What was answered; null while it is under way and when the connection was cut. */
  status: number | null;
}

/** Requests to PF360's own paths, oldest first. */
export interface RequestLog {
  add(request: Omit<LoggedRequest, "status" | "headers"> & { headers: IncomingHttpHeaders }): LoggedRequest;
  all(): LoggedRequest[];
  clear(): void;
}

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    add(request) {
      const entry = { ...request, headers: withoutBearer(request.headers), status: null };
      entries.push(entry);
      if (entries.length > capacity) entries.shift();
      return entry;
    },
    all: () => [...entries],
    clear: () => {
      entries = [];
    },
  };
}

/** The hash under which a bearer stands in the log. */
function hashBearer(authorization: string): string {
  const bearer = authorization.replace(/^Bearer /i, "");
  return `Bearer sha256:${createHash("sha256").update(bearer).digest("hex")}`;
}

function withoutBearer(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const text = Array.isArray(value) ? value.join(", ") : value;
      return [[name, name === "authorization" ? hashBearer(text) : text]];
    }),
  );
}
