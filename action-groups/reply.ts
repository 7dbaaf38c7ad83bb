import type { ActionReply, OutcomeCode } from "#layer/domain/outcomes.ts";
import { outcomes } from "#layer/domain/outcomes.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import type { OutcomeError } from "#layer/errors.ts";
import type { Pf360Error, Pf360ErrorCode } from "#layer/pf360/pf360-client.ts";

type ReplyDetail = { [Key in "reason" | "field" | "result"]?: ActionReply[Key] | undefined };

/** The reply of an outcome, with its sentence for the model. */
export function replyOf(outcome: OutcomeCode, detail: ReplyDetail = {}): ActionReply {
  const { reason, field, result } = detail;
  return {
    outcome,
    message: outcomes[outcome].sentence,
    ...(reason && { reason }),
    ...(field && { field }),
    ...(result && { result }),
  };
}

/** What an action threw on purpose, as its reply; outcomes that leave the customer without help name the office. */
export function replyOfOutcomeError(error: OutcomeError, tenant: Tenant | undefined): ActionReply {
  return withOffice(replyOf(error.outcome, error), tenant);
}

const outcomeByPf360Error: Record<Pf360ErrorCode, Omit<ActionReply, "message">> = {
  reauth_required: { outcome: "reauth_required" },
  not_found: { outcome: "not_found" },
  slot_taken: { outcome: "slot_taken" },
  bad_state: { outcome: "not_allowed", reason: "office_handles_it" },
  already_scheduled: { outcome: "not_allowed", reason: "already_scheduled" },
  busy: { outcome: "upstream_busy" },
  down: { outcome: "upstream_down" },
  unknown_outcome: { outcome: "unknown_outcome" },
  unavailable: { outcome: "unavailable" },
};

/** What a PF360 failure comes to. */
export function outcomeOfPf360Error({ code }: Pf360Error): OutcomeCode {
  return outcomeByPf360Error[code].outcome;
}

/** A PF360 failure that the action did not handle itself, as its reply. */
export function replyOfPf360Error(error: Pf360Error, tenant: Tenant | undefined): ActionReply {
  const { outcome, ...detail } = outcomeByPf360Error[error.code];
  return withOffice(replyOf(outcome, detail), tenant);
}

const officeHelps: ReadonlySet<OutcomeCode> = new Set([
  "not_allowed",
  "upstream_down",
  "unknown_outcome",
  "unavailable",
  "bug",
  "not_found",
]);

/** Adds the office's number where the customer needs it. */
export function withOffice(reply: ActionReply, tenant: Tenant | undefined): ActionReply {
  if (!tenant || !officeHelps.has(reply.outcome)) return reply;
  const office = {
    ...(tenant.support_phone && { phone: tenant.support_phone }),
    ...(tenant.support_email && { email: tenant.support_email }),
    ...(tenant.support_hours && { hours: tenant.support_hours }),
  };
  return { ...reply, result: { ...reply.result, office } };
}
