import type * as z from "zod";
import { sessionChain } from "#layer/audit/audit-event.ts";
import { AuditDownError, type AuditLog } from "#layer/audit/audit-log.ts";
import type { KeyRing } from "#layer/auth/key-ring.ts";
import { openBearer, SealError } from "#layer/auth/seal.ts";
import type { Clock } from "#layer/clock.ts";
import type { ActionReply } from "#layer/domain/outcomes.ts";
import { outcomes } from "#layer/domain/outcomes.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import { OutcomeError, StoreDownError } from "#layer/errors.ts";
import type { NoteStore } from "#layer/notes/note-store.ts";
import type { Log } from "#layer/observability/log.ts";
import { type Pf360, Pf360Error } from "#layer/pf360/pf360-client.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { RevocationStore } from "#layer/sessions/revocation-store.ts";
import { sessionHash } from "#layer/sessions/session-ids.ts";
import type { Session, SessionStore } from "#layer/sessions/session-store.ts";
import type { TenantDirectory } from "#layer/tenants/tenant-directory.ts";
import type { ActionContext, AnyAction } from "./action.ts";
import { auditedPf360 } from "./audited-pf360.ts";
import { coerceArguments } from "./coerce.ts";
import { replyOf, replyOfOutcomeError, replyOfPf360Error, withOffice } from "./reply.ts";
import type { SessionHandle } from "./session-handle.ts";

/** One call of an action, free of any channel's envelope. */
export interface ActionCall {
  name: string;
  arguments: Readonly<Record<string, unknown>>;
  sessionHandle: SessionHandle;
  /** Epoch milliseconds: when the channel gives up. */
  deadlineMs: number;
}

export interface DispatchDependencies {
  actions: readonly AnyAction[];
  sessions: SessionStore;
  tenants: TenantDirectory;
  notes: NoteStore;
  pf360: Pf360;
  audit: AuditLog;
  revocations: Pick<RevocationStore, "read">;
  sealRing: KeyRing;
  clock: Clock;
  log: Log;
  flags: ActionContext["flags"];
  portal: ActionContext["portal"];
  newId: () => string;
}

/**
 * Runs one action for the session that the call came with. Never throws: whatever happens is one of the closed outcomes.
 * A tool call without a live session answers `reauth_required`; one that names another session is refused and logged.
 */
export async function dispatch(dependencies: DispatchDependencies, call: ActionCall): Promise<ActionReply> {
  const { clock, log } = dependencies;
  const startedAt = clock.nowMs();
  const scene: Scene = {};
  const reply = await run(dependencies, call, scene).catch((error: unknown) =>
    replyOfError(error, scene, log),
  );
  const { sessionHandle } = call;
  log(outcomes[reply.outcome].status === 500 ? "error" : "info", "action-end", {
    action: scene.action?.name ?? "unknown",
    outcome: reply.outcome,
    ...(reply.reason && { reason: reply.reason }),
    ...(scene.tenant && { tenant: scene.tenant.client_id }),
    ...(sessionHandle.kind === "found" && {
      session: sessionHash(sessionHandle.sessionId),
      via: sessionHandle.via,
    }),
    durationMs: clock.nowMs() - startedAt,
  });
  return reply;
}

/** What is known so far, for the log and for the office's number in a failure. */
interface Scene {
  action?: AnyAction;
  tenant?: Tenant;
}

async function run(dependencies: DispatchDependencies, call: ActionCall, scene: Scene): Promise<ActionReply> {
  const action = dependencies.actions.find(({ name }) => name === call.name);
  if (!action) return replyOf("not_found");
  scene.action = action;
  if (call.sessionHandle.kind === "mismatch") {
    await noteMismatch(dependencies, action, call.sessionHandle.sessionId);
    return replyOf("not_allowed");
  }

  const input = parseArguments(action, call.arguments);
  if ("outcome" in input) return input.outcome;

  const session = await loadSession(dependencies.sessions, call.sessionHandle);
  const tenant = session && (await dependencies.tenants.get(session.clientId));
  if (!session || !tenant) return replyOf("reauth_required");
  scene.tenant = tenant;

  const { context, settled } = await makeContext(dependencies, call, session, tenant);
  try {
    const { outcome = "ok", reason, result } = await action.handle(input.parsed, context);
    return replyOf(outcome, { ...(reason && { reason }), result: action.output.parse(result) });
  } finally {
    await settled();
  }
}

/** Refused in any case; what cannot be audited is logged at least. */
async function noteMismatch(
  { sessions, audit, log }: DispatchDependencies,
  action: AnyAction,
  sessionId: string,
): Promise<void> {
  log("warn", "identity-mismatch", { action: action.name, session: sessionHash(sessionId) });
  const session = await sessions.get(sessionId);
  if (!session) return;
  const { clientId, subject } = session;
  const event = { subject, action: "identity_mismatch", phase: "event", outcome: "refused" } as const;
  await audit
    .append({ clientId, chain: sessionChain(sessionId), ...event })
    .catch((error: Error) => log("error", "audit-event-lost", { error: error.name }));
}

function parseArguments(
  action: AnyAction,
  raw: ActionCall["arguments"],
): { parsed: unknown } | { outcome: ActionReply } {
  const { session_id: _handled, ...own } = coerceArguments(action.input, raw);
  const parsed = action.input.strict().safeParse(own);
  if (parsed.success) return { parsed: parsed.data };
  const issue = parsed.error.issues[0];
  const field = fieldOf(issue);
  const reason =
    issue?.code === "too_big" ? "too_long" : field !== undefined && field in own ? "unreadable" : "missing";
  return { outcome: replyOf("ask_user", { reason, ...(field && { field }) }) };
}

function fieldOf(issue: z.core.$ZodIssue | undefined): string | undefined {
  if (issue?.code === "unrecognized_keys") return undefined;
  return issue?.path[0] === undefined ? undefined : String(issue.path[0]);
}

async function loadSession(sessions: SessionStore, handle: SessionHandle): Promise<Session | undefined> {
  return handle.kind === "found" ? sessions.get(handle.sessionId) : undefined;
}

async function makeContext(
  {
    sessions,
    notes,
    pf360,
    audit,
    revocations,
    sealRing,
    clock,
    log,
    flags,
    portal,
    newId,
  }: DispatchDependencies,
  { deadlineMs }: ActionCall,
  session: Session,
  tenant: Tenant,
): Promise<{ context: ActionContext; settled: () => Promise<void> }> {
  const { sessionId, clientId, customerId, subject, confirmation } = session;
  const bearer = await openBearer(sealRing, sessionId, session.sealedBearer);
  const { client, willWrite, settled } = auditedPf360(pf360({ tenant, customerId, bearer, deadlineMs }), {
    open: () => audit.open(clientId, sessionChain(sessionId)),
    subject,
    confirmationId: confirmation?.id,
    isSignedIn: async () => !isRevoked(session.marks, await revocations.read(clientId, subject)),
    log,
  });
  const context = {
    principal: { tenant, customerId },
    session,
    sessions,
    notes,
    pf360: client,
    willWrite,
    clock,
    log,
    flags,
    portal,
    newId,
  };
  return { context, settled };
}

function replyOfError(error: unknown, { tenant, action }: Scene, log: Log): ActionReply {
  if (error instanceof OutcomeError) return replyOfOutcomeError(error, tenant);
  if (error instanceof Pf360Error) return replyOfPf360Error(error, tenant);
  // The key that sealed the bearer has been dropped, or the row is not whole: only a new sign-in helps.
  if (error instanceof SealError) return replyOf("reauth_required");
  log("error", "action-failed", {
    action: action?.name ?? "unknown",
    error: error instanceof Error ? error.name : typeof error,
  });
  // What cannot be audited is not done.
  const isPassing = error instanceof StoreDownError || error instanceof AuditDownError;
  return withOffice(replyOf(isPassing ? "upstream_down" : "bug"), tenant);
}
