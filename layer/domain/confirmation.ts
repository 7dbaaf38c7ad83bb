import { createHash } from "node:crypto";
import * as z from "zod";

/** Actions that need the customer's yes. */
export const confirmedActions = ["confirm_appointment", "cancel_appointment"] as const;
export const confirmedAction = z.enum(confirmedActions);
export type ConfirmedAction = z.infer<typeof confirmedAction>;

/** What is about to happen, as fields; whoever shows it puts it into words. */
export const confirmationSummary = z.strictObject({
  project_id: z.string(),
  project_number: z.string(),
  category: z.string().optional(),
  project_type: z.string().optional(),
  date: z.string().optional(),
  date_label: z.string().optional(),
  time: z.string().optional(),
  time_label: z.string().optional(),
  dry_run: z.boolean(),
});
export type ConfirmationSummary = z.infer<typeof confirmationSummary>;

/** `asked` by the Lambda, `shown` by the BFF, then the customer's answer. A consumed one is removed from the row. */
export const confirmationState = z.enum(["asked", "shown", "approved", "declined"]);

/** The one pending confirmation of a session (design, decision 8). */
export const pendingConfirmation = z.strictObject({
  id: z.string(),
  action: confirmedAction,
  arguments_hash: z.string(),
  summary: confirmationSummary,
  state: confirmationState,
  /** Epoch seconds; ten minutes after it was asked. */
  expires_at: z.number().int(),
});
export type PendingConfirmation = z.infer<typeof pendingConfirmation>;

export const confirmationLifeSeconds = 600;

/** Hash of normalised arguments, independent of key order: the customer's yes holds for exactly these. */
export function hashArguments(action: ConfirmedAction, normalised: Readonly<Record<string, string>>): string {
  const canonical = JSON.stringify([action, Object.entries(normalised).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash("sha256").update(canonical).digest("base64url");
}
