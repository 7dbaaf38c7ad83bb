import { nowSeconds } from "#layer/clock.ts";
import {
  type ConfirmationSummary,
  type ConfirmedAction,
  confirmationLifeSeconds,
  hashArguments,
} from "#layer/domain/confirmation.ts";
import { OutcomeError } from "#layer/errors.ts";
import type { ActionContext } from "./action.ts";

/**
 * Lets a write through once, if the session holds the customer's yes for exactly these arguments; the yes is consumed by a
 * conditional update before anything is sent. Otherwise writes the question into the session and answers
 * `needs_confirmation`. The model has no way to give the yes (design, decision 8).
 *
 * @param normalised the arguments as they will be sent; dry run or not is part of them, so that a yes to a trial run never
 *   books
 * @throws OutcomeError `needs_confirmation`, `reauth_required` when the session has ended meanwhile
 */
export async function requireYes(
  action: ConfirmedAction,
  normalised: Readonly<Record<string, string>>,
  summary: ConfirmationSummary,
  { session, sessions, clock, newId, willWrite }: ActionContext,
): Promise<void> {
  const hash = hashArguments(action, { ...normalised, dry_run: String(summary.dry_run) });
  const pending = session.confirmation;
  const isSame =
    pending?.action === action && pending.arguments_hash === hash && pending.expires_at > nowSeconds(clock);
  const isAgreed = isSame && pending.state === "approved";
  if (isAgreed) willWrite();
  if (isAgreed && (await sessions.consumeApproval(session.sessionId, action, hash))) return;
  // A yes that another call has just used up: asking again would ask about what is being done.
  const isTakenCareOf = isAgreed || (isSame && pending.state === "asked");
  if (!isTakenCareOf) {
    const asked = await sessions.askConfirmation(session.sessionId, {
      id: newId(),
      action,
      arguments_hash: hash,
      summary,
      state: "asked",
      expires_at: nowSeconds(clock) + confirmationLifeSeconds,
    });
    if (!asked) throw new OutcomeError("reauth_required");
  }
  throw new OutcomeError("needs_confirmation", { result: { summary } });
}
