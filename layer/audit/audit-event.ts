import { createHash } from "node:crypto";
import * as z from "zod";
import { outcomeCodes } from "#layer/domain/outcomes.ts";
import { AppError } from "#layer/errors.ts";

/** What is audited. Every change of state, and every attempt to cross a border. */
export const auditActions = [
  "session_create",
  "session_refresh",
  "session_revoke",
  "refresh_reuse",
  "customer_revoke",
  "tenant_revoke",
  "conversation_purge",
  "confirm_appointment",
  "cancel_appointment",
  "add_note",
  "cross_tenant_attempt",
  "identity_mismatch",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** How it ended: an action's own outcome, `refused` for what was not let through, `failed` for what broke off. */
export const auditOutcomes = [...outcomeCodes, "refused", "failed"] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** What can happen without anybody's being known. */
const subjectless: ReadonlySet<AuditAction> = new Set(["tenant_revoke", "cross_tenant_attempt"]);

const randomId = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_[A-Za-z0-9_-]{22}$`));

/** SHA-256 in base64url. */
export const hashForm = /^[A-Za-z0-9_-]{43}$/;

/** The chain for what belongs to no session: operators' doings, attempts before a sign-in. */
export const tenantChain = "tenant";

export const clientIdForm = /^[A-Z0-9]{1,20}$/;
export const chainForm = new RegExp(`^(${tenantChain}|[A-Za-z0-9_-]{43})$`);
/** The id of a key, and an HMAC. */
const subjectForm = /^[A-Za-z0-9_-]{1,32}\.[A-Za-z0-9_-]{43}$/;
/** A version, a commit in full, or the UUID of an agent release; no shorter hex, which a telephone number would fit. */
export const releaseForm =
  /^(\d{1,3}\.\d{1,3}\.\d{1,3}|[0-9a-f]{40}(-dirty)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const seq = z.int().positive();

const shared = {
  clientId: z.string().regex(clientIdForm),
  chain: z.string().regex(chainForm),
  /** The customer as `subjectOf` of `layer/auth` names one. */
  subject: z.string().regex(subjectForm).optional(),
  /** Who did it; absent: the customer. */
  actor: z.enum(["customer", "operator", "system"]).optional(),
  action: z.enum(auditActions),
  projectId: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  confirmationId: randomId("q").optional(),
  /** The BFF's id of the request. */
  requestId: randomId("req").optional(),
  /** PF360's own request_id, under which the dates were offered. */
  offerRequestId: z.int().nonnegative().optional(),
  release: z.string().regex(releaseForm).optional(),
};

/**
 * One thing to be written down: an `intent` before a change, its `outcome` after it (naming the intent's `seq`), or an
 * `event` that is both. Ids of one form each, closed lists and numbers: no field can hold free text.
 */
export const auditEvent = z
  .discriminatedUnion("phase", [
    z.strictObject({ ...shared, phase: z.literal("intent") }),
    z.strictObject({
      ...shared,
      phase: z.literal("outcome"),
      outcome: z.enum(auditOutcomes),
      intentSeq: seq,
    }),
    z.strictObject({ ...shared, phase: z.literal("event"), outcome: z.enum(auditOutcomes).optional() }),
  ])
  .refine(({ subject, action }) => subject !== undefined || subjectless.has(action), {
    path: ["subject"],
    message: "must say who",
  });
export type AuditEvent = z.output<typeof auditEvent>;

/** An event that is not of the log's forms: a bug of the caller. Names the fields, never what they held. */
export class AuditEventError extends AppError {
  constructor(fields: readonly string[]) {
    super("audit_event", `not an audit event: ${fields.join(", ")}`);
  }
}

/** @throws AuditEventError */
export function parseAuditEvent(event: unknown): AuditEvent {
  const parsed = auditEvent.safeParse(event);
  if (parsed.success) return parsed.data;
  const known = new Set<PropertyKey>([...Object.keys(shared), "phase", "outcome", "intentSeq"]);
  const fields = parsed.error.issues.map(({ path: [name] }) =>
    name !== undefined && known.has(name) ? String(name) : "an unknown field",
  );
  throw new AuditEventError([...new Set(fields)]);
}

/** How the log names a session: the SHA-256 of its id, of which `sessionHash` in the logs is the beginning. */
export function sessionChain(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("base64url");
}
