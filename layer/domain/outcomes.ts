import * as z from "zod";

/**
 * The closed list of what an action can answer. Each has the HTTP status that Bedrock is told (it is informational for
 * the model), whether trying the same call again can help, and one English sentence for the model. The browser gets the
 * code alone and words it in its own language.
 */
export const outcomes = {
  ok: { status: 200, retryHelps: false, sentence: "Done." },
  dry_run: {
    status: 200,
    retryHelps: false,
    sentence:
      "DRY RUN: nothing was sent and nothing has changed. Tell the customer plainly that this was only a trial run and that no appointment was booked, moved or cancelled.",
  },
  pending_review: {
    status: 200,
    retryHelps: false,
    sentence:
      "The request was taken, but the office must still agree. Tell the customer that it is NOT booked yet and that the office will confirm it.",
  },
  ask_user: {
    status: 400,
    retryHelps: true,
    sentence: "Something is missing or unclear. Ask the customer for the named field, then call again.",
  },
  needs_confirmation: {
    status: 200,
    retryHelps: false,
    sentence:
      "Nothing has happened yet. The app now asks the customer for a clear yes. Do not say that it is done; call again only after the customer has agreed.",
  },
  not_allowed: {
    status: 200,
    retryHelps: false,
    sentence: "That is not possible for this project in its present state. Give the customer the reason.",
  },
  stale_state: {
    status: 200,
    retryHelps: false,
    sentence:
      "That date or time was not offered in this session or is out of date. Offer the current ones instead.",
  },
  not_found: {
    status: 404,
    retryHelps: false,
    sentence: "Nothing was found under that reference for this customer.",
  },
  slot_taken: {
    status: 200,
    retryHelps: false,
    sentence: "That time has just been taken by somebody else and is NOT booked. Offer another time.",
  },
  reauth_required: {
    status: 200,
    retryHelps: false,
    sentence: "The customer's sign-in has expired. Ask the customer to sign in again; nothing was changed.",
  },
  upstream_busy: {
    status: 200,
    retryHelps: true,
    sentence: "The scheduling system is busy. Ask the customer to try again in a minute.",
  },
  upstream_down: {
    status: 200,
    retryHelps: true,
    sentence:
      "The scheduling system cannot be reached right now. Nothing was changed. Ask the customer to try again later.",
  },
  unavailable: {
    status: 200,
    retryHelps: false,
    sentence: "Scheduling is unavailable at the moment. Ask the customer to call the office.",
  },
  stopped: { status: 200, retryHelps: false, sentence: "The customer stopped this. Nothing was changed." },
  unknown_outcome: {
    status: 200,
    retryHelps: false,
    sentence:
      "It is UNKNOWN whether this went through. Say so plainly, do not try again, and name the office's number to check.",
  },
  bug: {
    status: 500,
    retryHelps: false,
    sentence: "Something went wrong on our side. Apologise and name the office's number; do not guess.",
  },
} as const satisfies Record<string, { status: number; retryHelps: boolean; sentence: string }>;

export type OutcomeCode = keyof typeof outcomes;

export const outcomeCodes = Object.keys(outcomes) as [OutcomeCode, ...OutcomeCode[]];

export const outcomeCode = z.enum(outcomeCodes);

/**
 * Why an action answered as it did, where the outcome alone does not tell. A closed list, so that the browser can word
 * it and no upstream text can get in.
 */
export const reasonCodes = [
  "already_scheduled",
  "not_scheduled",
  "office_handles_it",
  "waiting_for_product",
  "project_is_closed",
  "status_unknown",
  "past_date",
  "ambiguous_date",
  "unreadable_date",
  "unreadable_time",
  "ambiguous_time",
  "date_not_offered",
  "time_not_offered",
  "date_full",
  "no_dates",
  "too_far_ahead",
  "several_projects_match",
  "nothing_offered_yet",
  "missing",
  "too_long",
  "unreadable",
  "hours_not_configured",
  "no_technician_yet",
  "declined",
  "expired",
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** What an action answers, before the envelope of a channel is put around it. */
export interface ActionReply {
  outcome: OutcomeCode;
  /** One sentence for the model. Never shown to the browser. */
  message: string;
  reason?: ReasonCode;
  /** With `ask_user`: the parameter to ask for. */
  field?: string;
  /** Shown data in the action's output shape; with some refusals, what to offer instead. */
  result?: Record<string, unknown>;
}
