import { chooseProject } from "./choose-project.ts";
import type { Reply } from "./conversation.ts";
import { atPlace, type Desk } from "./desk.ts";
import type { Plan } from "./plan.ts";
import type { KnownProject } from "./projects.ts";
import { outcomeText, refusalText } from "./refusals.ts";
import { clean, groupsLine, linkOf, numbered, slotsText, whenOf } from "./say.ts";
import { datesAtOnce, datesIn, officePhone, slotsIn } from "./shown-data.ts";
import { isStretch } from "./wishes.ts";

/** From a project to a date, a time and the app's question, as far as the customer's words reach in this turn. */
export function* bookingPlan(desk: Desk): Plan {
  const { wish, memory } = desk;
  const chosen = yield* chooseProject(desk, {
    words: wish.words,
    listWith: "list_projects",
    fits: (project) => project.can_schedule === true,
    none: (projects) => nothingText(projects, desk),
  });
  if ("say" in chosen) return chosen.say;
  const { project } = chosen;
  if (project.can_schedule === false) return closedText(project, desk);

  const slots = memory.slots?.project === project.project_id ? memory.slots : undefined;
  const haveDates = memory.dates?.project === project.project_id;
  const date = dateMeant(desk);
  const time = timeMeant(desk);
  if (time !== undefined && wish.date === undefined && date === undefined && slots) {
    return yield* confirm(desk, project, slots.date, time);
  }
  if (date !== undefined) {
    if (!haveDates) {
      const offered = yield* findDates(desk, project, date);
      if (typeof offered === "string") return offered;
    }
    return yield* openDate(desk, project, date, time);
  }
  const nearby = slots && wish.date === undefined ? otherTimes(desk, project, slots) : undefined;
  if (nearby !== undefined) return nearby;
  const lost = !wish.direction && !wish.date && time === undefined && wish.intents.length === 0;
  if (lost && memory.project === project.project_id && desk.listed && desk.listed.kind !== "projects")
    return askAgain(desk);

  const offered = yield* findDates(desk, project, wish.date ?? memory.wantedDate ?? directionPhrase(desk));
  if (typeof offered === "string") return offered;
  const place =
    desk.listed?.kind === "projects" || wish.ordinal?.of === "projects" ? undefined : wish.ordinal?.place;
  const picked = place === undefined ? undefined : atPlace(offered, place);
  if (picked) return yield* openDate(desk, project, picked.date, time);
  const shown = offered.slice(0, datesAtOnce).map(({ label }) => clean(label));
  return `Free dates for ${linkOf(project)}:\n${numbered(shown)}\n\nWhich date suits you?`;
}

function* findDates(
  desk: Desk,
  project: KnownProject,
  phrase: string | undefined,
): Plan<string | { date: string; label: string }[]> {
  const input = { project_id: project.project_id, ...(phrase !== undefined && { date: phrase }) };
  const reply = yield { operation: "get_available_dates", input };
  if (reply.outcome !== "ok") return refusalText(reply, desk.turn.context);
  const dates = datesIn(reply) ?? [];
  if (reply.reason === "date_not_offered")
    return refusalText({ ...reply, outcome: "stale_state" }, desk.turn.context);
  return dates.length > 0
    ? dates
    : `There are no free dates${phrase ? " then" : ""} for ${linkOf(project)}. Which other date would you like?`;
}

function* openDate(desk: Desk, project: KnownProject, date: string, time: string | undefined): Plan {
  const { turn, wish, memory } = desk;
  const reply: Reply = yield { operation: "get_time_slots", input: { project_id: project.project_id, date } };
  if (reply.reason === "nothing_offered_yet") {
    const offered = yield* findDates(desk, project, undefined);
    if (typeof offered === "string") return offered;
    return `Free dates for ${linkOf(project)}:\n${numbered(offered.slice(0, datesAtOnce).map(({ label }) => clean(label)))}\n\nWhich date suits you?`;
  }
  const slots = slotsIn(reply);
  if (reply.outcome !== "ok" || !slots) return refusalText(reply, turn.context);
  const wanted = time ?? (slots.items.length > 0 ? memory.wantedTime : undefined);
  if (wanted !== undefined) return yield* confirm(desk, project, slots.date, wanted);
  return slotsText(reply, wish.part, linkOf(project));
}

function* confirm({ turn }: Desk, project: KnownProject, date: string, time: string): Plan {
  const input = { project_id: project.project_id, date, time };
  return outcomeText(
    "confirm_appointment",
    yield { operation: "confirm_appointment", input },
    turn.context,
    project,
  );
}

/** One date: as the customer wrote it, or the listed one that is picked. */
function dateMeant({ wish, listed, memory }: Desk): string | undefined {
  const wanted = wish.date ?? memory.wantedDate;
  if (wanted !== undefined) return isStretch(wanted) ? undefined : wanted;
  if (wish.sameDay) return memory.slots?.date ?? memory.picked?.date;
  if (listed?.kind !== "dates") return undefined;
  if (wish.ordinal && (wish.ordinal.of ?? "dates") === "dates")
    return atPlace(listed.items, wish.ordinal.place)?.date;
  return (
    wish.bareNumber ??
    (wish.answer === "yes" && listed.items.length === 1 ? listed.items[0]?.date : undefined)
  );
}

/** One time: as the customer wrote it, or the listed one that is picked. */
function timeMeant({ wish, listed, memory }: Desk): string | undefined {
  const outright = wish.ordinal?.of === "times";
  if (wish.time !== undefined && !outright) return wish.time;
  if (listed?.kind !== "times" || wish.date !== undefined) return undefined;
  const others = listed.items.filter(({ time }) => time !== memory.picked?.time);
  if (wish.other && others.length === 1) return others[0]?.time;
  if (wish.ordinal && (wish.ordinal.of ?? "times") === "times")
    return atPlace(listed.items, wish.ordinal.place)?.time;
  if (wish.bareNumber !== undefined) return wish.bareNumber;
  const inPart = wish.asks ? [] : listed.items.filter(({ part }) => part === wish.part);
  const [only] = wish.answer === "yes" ? listed.items : inPart;
  return (wish.answer === "yes" ? listed.items : inPart).length === 1 ? only?.time : undefined;
}

type Slots = NonNullable<Desk["memory"]["slots"]>;

/** "Anything later?" after times were shown: the others of that day, if there are any. */
function otherTimes({ wish, memory, listed }: Desk, project: KnownProject, slots: Slots): string | undefined {
  if (!wish.direction && wish.part === undefined) return undefined;
  if (/\b(?:dates|days|other (?:date|day))\b/i.test(wish.words) && wish.direction) return undefined;
  const shown = listed?.kind === "times" ? listed.items : [];
  const picked = memory.picked?.date === slots.date ? memory.picked.time : undefined;
  const last = picked ?? shown.at(-1)?.time ?? "";
  const first = picked ?? shown[0]?.time ?? "";
  const others = slots.items.filter(({ time, part }) => {
    if (wish.direction === "later") return time > last;
    if (wish.direction === "earlier") return time < first;
    return wish.part === undefined || part === wish.part;
  });
  if (others.length === 0 && !wish.part) return undefined;
  if (others.length === 0)
    return `Nothing is free then on ${clean(slots.label)}. Would another time or day suit you?`;
  return `Also free for ${linkOf(project)} on ${clean(slots.label)}:\n${numbered(others.map(({ label }) => clean(label)))}\n\nWhich time suits you?`;
}

/** The phrase for dates beyond those shown; none for the earliest, which is what the action answers by itself. */
function directionPhrase({ wish, memory, listed }: Desk): string | undefined {
  if (wish.direction !== "later") return undefined;
  const last = listed?.kind === "dates" ? listed.items.at(-1)?.date : memory.slots?.date;
  return last === undefined ? undefined : `after ${last}`;
}

function askAgain({ listed }: Desk): string {
  const labels = listed && listed.kind !== "projects" ? listed.items.map(({ label }) => clean(label)) : [];
  const what = listed?.kind === "times" ? "time" : "date";
  return `I did not understand that. Which ${what} would you like?\n${numbered(labels)}`;
}

function nothingText(projects: readonly KnownProject[], { turn }: Desk): string {
  if (projects.length === 0) return "You have no open projects, so there is nothing to schedule.";
  const phone = officePhone(turn.context);
  return `None of your projects can be scheduled right now: ${groupsLine(projects)}.${phone ? ` The office's number is ${clean(phone)}.` : ""}`;
}

function closedText(project: KnownProject, { turn }: Desk): string {
  const phone = officePhone(turn.context);
  const when = whenOf(project);
  const state =
    when && project.status_group === "scheduled"
      ? `is already scheduled for ${when}`
      : `cannot be scheduled now; its status is ${clean(project.status)}`;
  return `${linkOf(project)} ${state}.${phone ? ` For a change, please call the office at ${clean(phone)}.` : ""}`;
}
