import type { AuditEvent } from "#layer/audit/audit-event.ts";
import type { AuditLog } from "#layer/audit/audit-log.ts";
import type { Clock } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import type { Log } from "#layer/observability/log.ts";
import type { RevocationStore } from "#layer/sessions/revocation-store.ts";
import type { Customer, Deleted, Erasable } from "./erasable.ts";
import { type ErasableName, type ErasableStores, erasablesOf } from "./erasables.ts";

/** What an earlier reader knows already; an index may hide what is younger than a second. */
export type KnownIds = Partial<Record<ErasableName, readonly string[]>>;

export interface PurgeRequest extends Customer {
  /** How receipt and audit log name the customer. */
  subject: string;
  /** Other names that sessions of the customer may carry, from before a change of key. */
  olderSubjects?: readonly string[];
  /** Who asked, and the audit chain that it belongs to. */
  audit: { chain: string; actor: "customer" | "operator"; requestId?: string };
  known?: KnownIds;
}

export interface PurgePorts extends ErasableStores {
  revocations: RevocationStore;
  audit: AuditLog;
  /** Stops the customer's turns in this process and waits for their ends, at most that long. */
  stopTurns(customer: Customer, limitMs: number): Promise<{ stopped: number; unended: number }>;
  /** Waits until the tables' indexes show what was written before. */
  settle(): Promise<void>;
  newId: (prefix: string) => string;
  clock: Clock;
  log: Log;
}

/**
 * The proof of a deletion. `final`: a sweep found nothing more, and consistent reads found nothing left of anything that was
 * ever found. Two things are kept by design: the audit log's rows, which name the customer by an HMAC alone, and the mark that
 * ends the customer's sessions, a number under that same HMAC that goes some hours after the last session would have
 * ended. Backups of the tables hold what they held until they expire.
 */
export interface Receipt {
  id: string;
  /** ISO instant. */
  at: string;
  /** HMAC of tenant and customer, as the audit log names them. */
  customer: string;
  deleted: Omit<Deleted, "agent_sessions">;
  agent_sessions_ended: number;
  left: 0;
  final: true;
}

/** Something could not be deleted. The marks stand, so nobody is served any of it; the same purge again completes it. */
export class PurgeIncompleteError extends AppError {
  /** Items that are known to be left; there may be more where a store did not answer. */
  readonly left: number;
  constructor(left: number, causes: readonly unknown[]) {
    const what =
      left > 0 ? `${left} items or more are left` : "something did not answer or could not be ended";
    super("purge_incomplete", `${what}; run the purge again`, {
      cause: causes.length > 0 ? new AggregateError(causes) : undefined,
    });
    this.left = left;
  }
}

/** So long the customer's own turns may take to end; after that the marks alone keep their writes out. */
const turnLimitMs = 5_000;
/** Two always: the second one takes what writers left that were under way. More only while something is still found. */
const [leastSweeps, mostSweeps] = [2, 8];

/**
 * Deletes everything of one customer and proves it. Intent in the audit log, marks on all heads, running turns stopped,
 * items deleted, read back, once more for late writers, outcome in the audit log. A sign-in meanwhile is over as well. May be
 * called again, also while another runs.
 * @throws PurgeIncompleteError when something is left; AuditDownError before anything was touched
 */
export async function purgeCustomer(request: PurgeRequest, ports: PurgePorts): Promise<Receipt> {
  const { clientId, subject, audit } = request;
  const { clock, log } = ports;
  const startedAtMs = clock.nowMs();
  const who = {
    action: "conversation_purge",
    subject,
    actor: audit.actor,
    ...(audit.requestId !== undefined && { requestId: audit.requestId }),
  } as const satisfies Partial<AuditEvent>;
  const chain = ports.audit.open(clientId, audit.chain);
  const intent = await chain.append({ ...who, phase: "intent" });

  const { deleted, left, problems, isFinal } = await sweepUntilClean(request, ports);
  const audited = await attempt(problems, () =>
    chain.append({ ...who, phase: "outcome", outcome: isFinal ? "ok" : "failed", intentSeq: intent.seq }),
  );
  log(isFinal ? "info" : "error", "purge-end", {
    tenant: clientId,
    outcome: isFinal ? "ok" : "failed",
    count: left,
    durationMs: clock.nowMs() - startedAtMs,
  });
  if (!isFinal || !audited) throw new PurgeIncompleteError(left, problems);
  const { agent_sessions, ...items } = deleted;
  return {
    id: ports.newId("del"),
    at: new Date(clock.nowMs()).toISOString(),
    customer: subject,
    deleted: items,
    agent_sessions_ended: agent_sessions,
    left: 0,
    final: true,
  };
}

async function sweepUntilClean(request: PurgeRequest, ports: PurgePorts) {
  const { clientId, customerId, known = {} } = request;
  const customer = { clientId, customerId };
  const subjects = new Set([request.subject, ...(request.olderSubjects ?? [])]);
  const found = Object.entries<Erasable>(erasablesOf(ports)).map(([name, erasable]) => ({
    erasable,
    ids: new Set<string>(known[name as ErasableName]),
  }));
  const each = (work: (erasable: Erasable, id: string) => Promise<unknown>) =>
    Promise.all(
      found.flatMap(({ erasable, ids }) => [...ids].map((id) => attempt(problems, () => work(erasable, id)))),
    );
  const deleted: Deleted = {
    messages: 0,
    conversations: 0,
    notes: 0,
    sessions: 0,
    token_families: 0,
    agent_sessions: 0,
  };
  let problems: unknown[] = [];
  let left = 0;
  let isClean = false;

  for (let sweep = 1; sweep <= mostSweeps && !(isClean && sweep > leastSweeps); sweep += 1) {
    if (sweep > 1) await ports.settle();
    problems = [];
    left = 0;
    const before = sum(deleted);
    for (const subject of subjects) {
      await attempt(problems, () => ports.revocations.revoke(clientId, subject));
    }
    await Promise.all(
      found.map(({ erasable, ids }) =>
        attempt(problems, async () => {
          for (const id of await erasable.find(customer)) ids.add(id);
        }),
      ),
    );
    await each((erasable, id) => erasable.mark(customer, id));
    await attempt(problems, () => ports.stopTurns(customer, sweep === 1 ? turnLimitMs : 0));
    await each(async (erasable, id) => add(deleted, await erasable.erase(customer, id)));
    await each(async (erasable, id) => {
      const there = await erasable.count(customer, id);
      left += there;
    });
    isClean = sum(deleted) === before && left === 0 && problems.length === 0;
  }
  return { deleted, left, problems, isFinal: isClean };
}

/** Runs a step and keeps what it threw, so that one step's failure does not keep the others from being done. */
async function attempt(problems: unknown[], step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    problems.push(error);
    return false;
  }
}

function add(deleted: Deleted, more: Partial<Deleted>): void {
  for (const kind of Object.keys(deleted) as (keyof Deleted)[]) deleted[kind] += more[kind] ?? 0;
}

function sum(deleted: Deleted): number {
  return Object.values(deleted).reduce((total, count) => total + count, 0);
}
