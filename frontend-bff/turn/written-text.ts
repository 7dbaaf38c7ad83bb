import type { OutcomeCode } from "#layer/domain/outcomes.ts";

const texts: Readonly<Record<string, Partial<Record<OutcomeCode, string>>>> = {
  confirm_appointment: {
    ok: "Your appointment is booked, although this answer broke off.",
    pending_review:
      "Your request has been sent, although this answer broke off. The office must still agree; it is not booked yet.",
    unknown_outcome:
      "It is not known whether your appointment was booked. Please do not book it again; call us to check.",
  },
  cancel_appointment: {
    ok: "Your appointment is cancelled, although this answer broke off.",
    unknown_outcome: "It is not known whether your appointment was cancelled. Please call us to check.",
  },
  add_note: {
    ok: "Your note has been added, although this answer broke off.",
    unknown_outcome: "It is not known whether your note was added.",
  },
};

/**
 * What the customer must hear of a write when the turn fails before the agent could tell; undefined for reads and for writes
 * that changed nothing.
 */
export function writtenText({
  action,
  outcome,
}: {
  action: string;
  outcome: OutcomeCode;
}): string | undefined {
  return Object.hasOwn(texts, action) ? texts[action]?.[outcome] : undefined;
}
