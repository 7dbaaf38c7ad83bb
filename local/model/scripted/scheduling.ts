import * as z from "zod";
import { confirmedAction } from "#layer/domain/confirmation.ts";
import { bookingPlan } from "./booking.ts";
import { chooseProject } from "./choose-project.ts";
import type { Desk } from "./desk.ts";
import { givesUp, goalAfter } from "./memory.ts";
import type { Plan, ToolRequest } from "./plan.ts";
import { meantOf, mentionIn, namesProject } from "./projects.ts";
import { outcomeText, refusalText } from "./refusals.ts";
import { clean, linkOf, numbered, projectLine, whenOf } from "./say.ts";
import { numberIn, officePhone, projectsIn } from "./shown-data.ts";

const answered = z.object({
  action: confirmedAction,
  project_id: z.string(),
  date: z.string().optional(),
  time: z.string().optional(),
});

/** The scheduling specialist's turn. */
export function* schedulingPlan(desk: Desk): Plan {
  const { turn, wish, memory } = desk;
  const approved = approvedCall(turn.context.get("approved"));
  if (approved) {
    const known = memory.known.get(approved.input.project_id ?? "");
    return outcomeText(approved.operation, yield approved, turn.context, known);
  }
  const says = new Set(wish.intents);
  if (turn.context.has("declined") && !wish.date && !wish.time && says.size === 0) {
    return "All right, nothing was changed. What would you like to have different: the project, the date or the time?";
  }
  const asides: string[] = [];
  if (says.has("hours")) asides.push(yield* hours(desk));
  if (says.has("contact")) asides.push(contactText(desk));
  if (asides.length > 0 && asides.length === says.size) return asides.join("\n\n");
  return [yield* mainAnswer(desk, says, goalAfter(wish, memory)), ...asides].join("\n\n");
}

function* mainAnswer(desk: Desk, says: ReadonlySet<string>, goal: string | undefined): Plan {
  const { turn, wish, memory } = desk;
  if (givesUp(wish, memory)) return "All right, I leave it at that; nothing was changed.";
  const mention = mentionIn(wish.words);
  const mentions = meantOf(mention, [...memory.known.values()])?.length;
  const picks =
    wish.other ||
    [wish.date, wish.time, wish.ordinal, wish.bareNumber, wish.direction].some((pick) => pick !== undefined);
  const bare = [...says].every((intent) => intent === "schedule") && mentions === undefined;
  if (memory.pending && wish.answer === "yes" && !picks && bare) {
    const known = memory.known.get(memory.project ?? "");
    return outcomeText(memory.pending.operation, yield again(memory.pending), turn.context, known);
  }
  if (says.has("cancel") && (says.has("schedule") || says.has("move"))) {
    if (mention.things.length < 2) return moveText(desk);
    return `${yield* cancel(desk)} After that we can look at the other project.`;
  }
  if (says.has("cancel")) return yield* cancel(desk);
  if (says.has("projects")) return yield* listProjects(desk);
  if (says.has("appointment")) return yield* appointments(desk);
  if (says.has("schedule")) return yield* bookingPlan(desk);
  if (wish.answer === "no" && !picks) {
    return "All right, nothing was changed. What would you like instead?";
  }
  if (goal === "move") return moveText(desk);
  if (goal === "move_or_cancel") return "Would you like to move the appointment or to cancel it?";
  const points = mentions !== undefined || (desk.listed?.kind === "projects" && wish.ordinal !== undefined);
  if (goal === "cancel" && points) return yield* cancel(desk);
  const agrees = wish.answer === "yes" && desk.listed?.kind === "projects";
  if (goal === "schedule" || picks || mentions || agrees || namesProject(mention))
    return yield* bookingPlan(desk);
  return "What would you like to do: schedule a project, cancel an appointment, or see your projects?";
}

function approvedCall(text: string | undefined): ToolRequest | undefined {
  if (text === undefined) return undefined;
  try {
    const { action, project_id, date, time } = answered.parse(JSON.parse(text));
    return { operation: action, input: { project_id, ...(date && { date }), ...(time && { time }) } };
  } catch {
    return undefined;
  }
}

function again({ operation, input }: ToolRequest): ToolRequest {
  return { operation, input };
}

function* cancel(desk: Desk): Plan {
  const { turn, wish } = desk;
  const chosen = yield* chooseProject(desk, {
    words: wish.words,
    listWith: "list_projects",
    fits: (project) => project.can_cancel === true,
    strict: true,
    none: () => `None of your projects has an appointment that I can cancel.${callText(desk)}`,
  });
  if ("say" in chosen) return chosen.say;
  const input = { project_id: chosen.project.project_id };
  return outcomeText(
    "cancel_appointment",
    yield { operation: "cancel_appointment", input },
    turn.context,
    chosen.project,
  );
}

/** Never by cancelling: the customer could lose the one date without getting the other. */
function moveText(desk: Desk): string {
  return `I cannot move appointments yet, so yours stays as it is.${callText(desk)}`;
}

function contactText({ turn }: Desk): string {
  const { context } = turn;
  const ways = [context.get("office_phone"), context.get("office_email"), context.get("office_hours")].filter(
    Boolean,
  );
  return ways.length > 0
    ? `You reach the office here: ${ways.map((way) => clean(way)).join(", ")}.`
    : "I have no number of the office at hand.";
}

function callText({ turn }: Desk): string {
  const phone = officePhone(turn.context);
  return phone ? ` Please call the office at ${clean(phone)}.` : " Please call the office.";
}

function* hours({ turn }: Desk): Plan {
  const reply = yield { operation: "get_business_hours", input: {} };
  const { days, time_zone: zone } = reply.result;
  if (reply.outcome !== "ok" || !Array.isArray(days)) return refusalText(reply, turn.context);
  const lines = days.map(
    ({ day, open, from, to }) =>
      `- ${clean(day)}: ${open === true ? `${clean(from)} to ${clean(to)}` : "closed"}`,
  );
  return lines.length > 0
    ? `Business hours (${clean(zone)}):\n${lines.join("\n")}`
    : "No business hours are on record.";
}

function* listProjects(desk: Desk): Plan {
  const { turn, wish } = desk;
  const reply = yield { operation: "list_projects", input: {} };
  if (reply.outcome !== "ok") return refusalText(reply, turn.context);
  const all = projectsIn(reply);
  const ready = /\bcan\b|\bready\b|\bavailable\b|\b(?:be|to) schedul/i.test(wish.words);
  const named = meantOf(mentionIn(wish.words), all) ?? all;
  const shown = named.filter((project) => !ready || project.can_schedule === true).slice(0, 30);
  const missing = numberIn(reply, "left_out") + Math.max(0, named.length - 30);
  if (shown.length === 0)
    return all.length === 0
      ? "You have no open projects."
      : `None of those.\n${numbered(all.slice(0, 30).map(projectLine))}`;
  const more = missing > 0 ? `\n\n${missing} more are not shown; name a kind of project to see them.` : "";
  return `Your projects:\n${numbered(shown.map(projectLine))}${more}`;
}

function* appointments(desk: Desk): Plan {
  const chosen = yield* chooseProject(desk, {
    words: desk.wish.words,
    listWith: "list_projects",
    fits: ({ appointment }) => appointment !== undefined,
    strict: true,
    none: () => "None of your projects has an appointment.",
  });
  if ("say" in chosen) return chosen.say;
  const reply = yield { operation: "list_projects", input: {} };
  if (reply.outcome !== "ok") return refusalText(reply, desk.turn.context);
  const { project } = chosen;
  const now = projectsIn(reply).find(({ project_id }) => project_id === project.project_id) ?? project;
  const when = whenOf(now);
  return when ? `The appointment for ${linkOf(now)} is on ${when}.` : `${linkOf(now)} has no appointment.`;
}
