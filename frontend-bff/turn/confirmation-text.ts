import type { ConfirmationSummary, ConfirmedAction } from "#layer/domain/confirmation.ts";

/**
 * The question before an irrevocable action, in our own words from the summary's fields. In dry run it says before and
 * after that nothing will be booked or cancelled, so that no part of it reads as done.
 */
export function confirmationText(action: ConfirmedAction, summary: ConfirmationSummary): string {
  const what = `${projectOf(summary)}${whenOf(summary)}`;
  if (summary.dry_run) return dryRunTexts[action](what);
  return texts[action](what);
}

/**
 * Said to an answer to a question that is not open any more. That may be the second sending of a yes which was acted on
 * while its turn broke off, so it says nothing of what has been done.
 */
export const staleAnswerText =
  "That question is no longer open, so this answer adds nothing: it was answered before, its time ran out, or a newer question took its place. If you are not sure what has been done, ask me how your project stands.";

const texts: Record<ConfirmedAction, (what: string) => string> = {
  confirm_appointment: (what) =>
    `Shall I book the appointment for ${what}? Please answer yes or no. Nothing is booked until you say yes.`,
  cancel_appointment: (what) =>
    `Shall I cancel the appointment for ${what}? Please answer yes or no. Nothing is cancelled until you say yes.`,
};

const dryRunTexts: Record<ConfirmedAction, (what: string) => string> = {
  confirm_appointment: (what) =>
    `This is a trial run: nothing will be booked, whatever you answer. Shall I show the request that would otherwise be sent to book the appointment for ${what}? Please answer yes or no.`,
  cancel_appointment: (what) =>
    `This is a trial run: nothing will be cancelled, whatever you answer. Shall I show the request that would otherwise be sent to cancel the appointment for ${what}? Please answer yes or no.`,
};

function projectOf({ category, project_type, project_number }: ConfirmationSummary): string {
  const kind = [category, project_type].flatMap((part) => (part ? [plain(part)] : [])).join(" ");
  return kind ? `${kind} (order ${plain(project_number)})` : `order ${plain(project_number)}`;
}

function whenOf({ date, date_label, time, time_label }: ConfirmationSummary): string {
  const day = date_label ?? date;
  const hour = time_label ?? time;
  return `${day ? ` on ${plain(day)}` : ""}${hour ? ` at ${plain(hour)}` : ""}`;
}

/** Underscores anywhere but within a word, where Markdown lets them be and order numbers have them. */
const outerUnderscores = /(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu;

/** Fields come from PF360, and the page reads our text as Markdown: no mark-up, no links, one line. */
function plain(field: string): string {
  return field
    .replace(outerUnderscores, " ")
    .replace(/[^\p{L}\p{N} .,:'&/#()+_-]+|\/{2,}/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 80);
}
