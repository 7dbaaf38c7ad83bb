import * as z from "zod";

/** What the customer is after. */
export const intents = ["book", "reschedule", "cancel", "ask", "note"] as const;
/** What was asked last and not answered yet. */
export const openQuestions = [
  "which_project",
  "which_date",
  "which_time",
  "what_note",
  "confirm_appointment",
  "cancel_appointment",
] as const;

const localDate = z.iso.date();
const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/);
export const languageCode = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/);

/**
 * What stays of a conversation for seven days: a ledger of facts in a closed vocabulary. No field can hold free text, so no
 * personal data gets in, by type. Absent: not known.
 */
export const conversationFacts = z.strictObject({
  intent: z.enum(intents).optional(),
  /** PF360's number of the project. */
  project_id: z
    .string()
    .regex(/^\d{1,12}$/)
    .optional(),
  /** `YYYY-MM-DD`, the tenant's day. */
  date: localDate.optional(),
  /** `HH:mm:ss`, the tenant's time. */
  time: localTime.optional(),
  language: languageCode.optional(),
  open_question: z.enum(openQuestions).optional(),
});
export type ConversationFacts = z.infer<typeof conversationFacts>;

/** A change of facts: a value sets, null removes, absent leaves as it is. */
export type FactsChange = { [Fact in keyof ConversationFacts]?: ConversationFacts[Fact] | null };
