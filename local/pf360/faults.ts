import * as z from "zod";

const longestMs = 600_000;

/**
 * One fault, as `POST /_simulator/faults` takes it. It strikes the next `times` requests (1 unless said) that match.
 *
 * - `match.path`: the path without its query; `*` stands for any characters. Without it: every path but the issuer's.
 * - `status`, `body`: an answer made up instead of PF360's; a string goes out raw (garbage), anything else as JSON.
 * - `delay_ms`: how long after the request the answer or the cut comes.
 * - `cut`: the connection breaks before or after the request is carried out. With `body`, its bytes go out first, as the
 *   beginning of a longer answer.
 * - `commit_after_ms`: the request is carried out so long after it came, whatever is answered. Without it, at once,
 *   except that with `cut: "before"` or a made-up status of 400 or more it is never carried out.
 */
export const faultBody = z.strictObject({
  match: z.strictObject({
    method: z
      .string()
      .regex(/^[A-Z]+$/)
      .optional(),
    path: z.string().startsWith("/").max(500).optional(),
  }),
  times: z.number().int().min(1).max(100_000).default(1),
  status: z.number().int().min(200).max(599).optional(),
  delay_ms: z.number().int().min(0).max(longestMs).optional(),
  cut: z.enum(["before", "after"]).optional(),
  body: z.json().optional(),
  commit_after_ms: z.number().int().min(0).max(longestMs).optional(),
});
export type Fault = z.infer<typeof faultBody>;

/** What happens to one request; times in milliseconds after it came. */
export interface RequestPlan {
  /** When it is carried out; undefined: never. */
  commitAtMs: number | undefined;
  /** When the answer or the cut comes, at the earliest. */
  replyAtMs: number;
  /** The answer or the cut waits until it has been carried out. */
  afterCommit: boolean;
  reply: /** PF360's own answer. */
  { kind: "true" } | ({ kind: "made" } & MadeAnswer) | { kind: "cut"; first: MadeAnswer | undefined };
}

export interface MadeAnswer {
  status: number;
  text: string;
}

/** Without a fault: carried out and answered at once. */
export function planRequest(fault: Fault | undefined): RequestPlan {
  const { status, body, cut, delay_ms: replyAtMs = 0, commit_after_ms: commitAfterMs } = fault ?? {};
  const made =
    status === undefined && body === undefined
      ? undefined
      : { status: status ?? 200, text: textOf(body ?? { message: "Fault" }) };
  if (cut) {
    const afterCommit = cut === "after";
    const commitAtMs = commitAfterMs ?? (afterCommit ? 0 : undefined);
    return { commitAtMs, replyAtMs, afterCommit, reply: { kind: "cut", first: made } };
  }
  if (!made) return { commitAtMs: commitAfterMs ?? 0, replyAtMs, afterCommit: true, reply: { kind: "true" } };
  const commitAtMs = commitAfterMs ?? (made.status < 400 ? 0 : undefined);
  // A made-up answer does not wait for a commit that is due later.
  const afterCommit = commitAtMs !== undefined && commitAtMs <= replyAtMs;
  return { commitAtMs, replyAtMs, afterCommit, reply: { kind: "made", ...made } };
}

function textOf(body: z.infer<ReturnType<typeof z.json>>): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** The faults that still have requests to strike, oldest first. */
export interface FaultList {
  add(fault: Fault): void;
  /** The fault that strikes this request, counted down; undefined when none does. */
  take(method: string, pathname: string): Fault | undefined;
  clear(): void;
}

/** `isQuiet` names the paths that a fault strikes only when it says them. */
export function createFaultList(isQuiet: (pathname: string) => boolean): FaultList {
  let faults: Fault[] = [];
  return {
    add: (fault) => {
      faults.push({ ...fault });
    },
    take(method, pathname) {
      const found = faults.find(
        ({ match }) =>
          (match.method === undefined || match.method === method) &&
          (match.path === undefined ? !isQuiet(pathname) : pathMatches(match.path, pathname)),
      );
      if (found && --found.times === 0) faults = faults.filter((fault) => fault !== found);
      return found;
    },
    clear: () => {
      faults = [];
    },
  };
}

/** Whether a path fits a pattern in which `*` stands for any characters, none included. */
export function pathMatches(pattern: string, pathname: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  if (others.length === 0) return pathname === pattern;
  const last = others.pop() ?? "";
  if (!pathname.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = pathname.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return pathname.length - last.length >= at && pathname.endsWith(last);
}
