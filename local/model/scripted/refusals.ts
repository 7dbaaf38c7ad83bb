import type { Reply } from "./conversation.ts";
import type { KnownProject } from "./projects.ts";
import { clean, linkOf, numbered, projectLine, receiptText } from "./say.ts";
import { datesAtOnce, datesIn, officePhone, projectsIn, slotsIn, timeOptionsIn } from "./shown-data.ts";

const reasons: Record<string, string> = {
  already_scheduled: "it already has an appointment",
  not_scheduled: "it has no appointment",
  office_handles_it: "the office handles it in its present state",
  waiting_for_product: "it is still waiting for the product",
  project_is_closed: "it is closed",
  status_unknown: "its state is not one that I may change",
  past_date: "that date is in the past",
  ambiguous_date: "that date can be read in more than one way",
  unreadable_date: "I could not read that date",
  unreadable_time: "I could not read that time",
  ambiguous_time: "that time can be read in more than one way",
  date_not_offered: "that date is not free",
  time_not_offered: "that time is not free",
  date_full: "that date is full",
  no_dates: "there are no free dates",
  too_far_ahead: "that is too far ahead",
  several_projects_match: "several of your projects match",
  nothing_offered_yet: "the free dates have to be looked up first",
  too_long: "it is too long",
  hours_not_configured: "no business hours are on record",
  no_technician_yet: "no technician is assigned yet",
};

const questions: Record<string, string> = {
  project_id: "Which project do you mean? The order number or the kind of project is enough.",
  date: "Which date would you like?",
  time: "Which time would you like?",
  note_text: "What should the note say?",
};

/** Says an outcome other than `ok` from its code, reason and what it offers instead; never more than they hold. */
export function refusalText(reply: Reply, context: ReadonlyMap<string, string>): string {
  const phone = officePhone(context, reply);
  const call = phone ? `Please call the office at ${clean(phone)}.` : "Please call the office.";
  const why = reply.reason === undefined ? undefined : reasons[reply.reason];
  switch (reply.outcome) {
    case "ask_user":
      return `${why ? `Sorry, ${why}. ` : ""}${offers(reply) ?? questions[reply.field ?? ""] ?? "Could you say that more precisely?"}`;
    case "stale_state":
      return `Sorry, ${why ?? "that is no longer on offer"}. ${offers(reply) ?? "Which other date would you like?"}`;
    case "slot_taken":
      return `That time has just been taken, so nothing is booked. ${offers(reply) ?? "Which other time would you like?"}`;
    case "not_allowed":
      return `That is not possible${why ? `: ${why}` : " for this project at the moment"}${statusOf(reply)}. ${call}`;
    case "not_found":
      return "I could not find that among your projects. Please check the order number, or name the kind of project.";
    case "reauth_required":
      return "Your sign-in has expired, and nothing was changed. Please sign in again.";
    case "upstream_busy":
      return "The scheduling system is busy. Please try again in a minute.";
    case "upstream_down":
      return `The scheduling system cannot be reached right now. Please try again later. ${phone ? `The office's number is ${clean(phone)}.` : ""}`.trim();
    case "unavailable":
      return `That is unavailable at the moment. ${call}`;
    case "stopped":
      return "This was stopped; nothing was changed.";
    case "unknown_outcome":
      return `I cannot tell whether this went through, so I will not try it again. ${call}`;
    case "needs_confirmation":
      return "Nothing has happened yet: please answer the question that the app asks you.";
    default:
      return `I am sorry, something went wrong on our side. ${call}`;
  }
}

function statusOf({ result }: Reply): string {
  return typeof result.status === "string" && result.status
    ? ` (its status is ${clean(result.status, 60)})`
    : "";
}

function offers(reply: Reply): string | undefined {
  const slots = slotsIn(reply);
  if (slots) {
    if (slots.items.length === 0)
      return `Nothing is free on ${clean(slots.label)}. Which other date would you like?`;
    return `Free on ${clean(slots.label)}:\n${numbered(slots.items.map((slot) => clean(slot.label)))}\n\nWhich time suits you?`;
  }
  const times = timeOptionsIn(reply);
  if (times.length > 0) return `Which time do you mean?\n${numbered(times.map(({ label }) => clean(label)))}`;
  const dates = datesIn(reply);
  if (dates && dates.length > 0) {
    return `These dates are possible:\n${numbered(dates.slice(0, datesAtOnce).map(({ label }) => clean(label)))}\n\nWhich one do you mean?`;
  }
  const projects = projectsIn(reply);
  if (projects.length > 1)
    return `Which one do you mean?\n${numbered(projects.slice(0, 30).map(projectLine))}`;
  return undefined;
}

/** What came of a confirmed action: the app's question ahead, a receipt, or why not. */
export function outcomeText(
  operation: string,
  reply: Reply,
  context: ReadonlyMap<string, string>,
  known: KnownProject | undefined,
): string {
  const [told] = projectsIn(reply);
  const project = told && known ? { ...known, ...told } : (told ?? known);
  const name = project ? linkOf(project) : "your project";
  switch (reply.outcome) {
    case "needs_confirmation":
      return `Please answer the app's question about ${name}; nothing has ${operation === "cancel_appointment" ? "been cancelled" : "been booked"} yet.`;
    case "ok":
    case "dry_run":
    case "pending_review":
      return receiptText(operation, reply, name);
    default:
      return refusalText(reply, context);
  }
}
