import type { Call, Turn } from "./conversation.ts";
import { type Intent, type Specialist, specialistOf } from "./phrases.ts";
import { type KnownProject, knownOnlyBy, knownProject, mentionIn, namesProject } from "./projects.ts";
import { linkedIn, wasListed } from "./say.ts";
import { type DateShown, datesIn, momentIn, projectsIn, slotsIn, type TimeShown } from "./shown-data.ts";
import { readWish, type Wish } from "./wishes.ts";

/** What was listed last, as the customer saw it: an ordinal counts in it. */
export type Listed =
  | { kind: "projects"; items: KnownProject[] }
  | { kind: "dates"; items: DateShown[] }
  | { kind: "times"; items: TimeShown[] };

/** What an agent's conversation holds before the present turn. */
export interface Memory {
  specialist: Specialist;
  /** What the customer is after until it is done or given up. */
  goal: Intent | undefined;
  known: ReadonlyMap<string, KnownProject>;
  /** The newest list of projects; undefined when none, or when an appointment has changed since. */
  list: { projects: KnownProject[]; leftOut: number } | undefined;
  /** The reference of the project spoken of last. */
  project: string | undefined;
  /** The customer's words that named a project which has not been looked up yet. */
  topic: string | undefined;
  dates: { project: string; items: DateShown[] } | undefined;
  slots: { project: string; date: string; label: string; items: TimeShown[] } | undefined;
  listed: Listed | undefined;
  /** The call that last answered `needs_confirmation` and is neither done nor given up. */
  pending: Call | undefined;
  /** A date and a time, as written, that the customer named before they could be used. */
  wantedDate: string | undefined;
  wantedTime: string | undefined;
  /** What the app last asked to book or cancel, or what was booked; a decline does not erase it. */
  picked: { date: string; time: string } | undefined;
  said: string;
}

const blank: Memory = {
  specialist: "chitchat",
  goal: undefined,
  known: new Map(),
  list: undefined,
  project: undefined,
  topic: undefined,
  dates: undefined,
  slots: undefined,
  listed: undefined,
  pending: undefined,
  wantedDate: undefined,
  wantedTime: undefined,
  picked: undefined,
  said: "",
};
/** Questions asked in passing: they change nothing about what the customer is after. */
const asides: readonly Intent[] = ["hours", "contact", "projects", "appointment"];

/** What a specialist remembers of past turns, oldest first. */
export function remember(turns: readonly Turn[], specialist: Specialist): Memory {
  return turns.reduce(afterTurn, { ...blank, specialist });
}

/** The goal after a message: its own, else the one before. A change of plan within a booking is no move. */
export function goalAfter(wish: Wish, before: Memory): Intent | undefined {
  const own = wish.intents.find(
    (intent) => specialistOf[intent] === before.specialist && !asides.includes(intent),
  );
  const booking = before.goal === "schedule" && before.project !== undefined;
  const elsewhere = /re-?schedul|appointment/i.test(wish.words) || namesProject(mentionIn(wish.words));
  const withinBooking = booking && !elsewhere && (own === "move" || own === "move_or_cancel");
  const choosing = wish.intents.includes("projects") && /schedul|book/i.test(wish.words);
  return withinBooking || choosing ? "schedule" : (own ?? before.goal);
}

/** Whether a message ends what was begun. "Cancel that" does so while a booking is open; else it means an appointment. */
export function givesUp(wish: Wish, { goal, project, dates, slots, pending }: Memory): boolean {
  const drops = pending?.operation === "confirm_appointment" && wish.intents.includes("cancel");
  if (drops && !namesProject(mentionIn(wish.words))) return true;
  if (wish.answer !== "stop") return false;
  const booking = goal === "schedule" && (dates ?? slots)?.project === project;
  return wish.intents.includes("cancel") ? booking : goal !== undefined || pending !== undefined;
}

/** The projects that the supervisor passed on with a turn, because another specialist spoke of them last. */
export function handedOn(turn: Turn): KnownProject[] {
  try {
    return knownProject.array().parse(JSON.parse(turn.context.get("shown_projects") ?? "[]"));
  } catch {
    return [];
  }
}

function afterTurn(before: Memory, turn: Turn): Memory {
  const wish = readWish(turn.words);
  const over = givesUp(wish, before);
  const goal = over ? undefined : goalAfter(wish, before);
  const start: Memory = {
    ...before,
    goal,
    pending: over || turn.context.has("declined") ? undefined : before.pending,
    wantedDate: goal === "schedule" ? (wish.date ?? before.wantedDate) : undefined,
    wantedTime: goal === "schedule" ? (wish.time ?? before.wantedTime) : undefined,
  };
  const told = turn.calls.reduce(afterCall, {
    ...start,
    known: withProjects(new Map(handedOn(turn).map((one) => [one.project_id, one])), [
      ...start.known.values(),
    ]),
  });
  const linked = linkedIn(turn.said).map((one) => told.known.get(one.project_id) ?? one);
  const only = linked.length === 1 ? linked[0]?.project_id : undefined;
  const names = namesProject(mentionIn(turn.words));
  return {
    ...told,
    topic: linked.length > 0 || turn.calls.length > 0 ? undefined : names ? turn.words : before.topic,
    project: only ?? (linked.length > 1 ? undefined : told.project),
    listed: listedIn(turn.said, linked, told) ?? before.listed,
    said: turn.said,
  };
}

function listedIn(said: string, linked: KnownProject[], { dates, slots }: Memory): Listed | undefined {
  const times = slots?.items.filter(({ label }) => wasListed(said, label)) ?? [];
  if (times.length > 0) return { kind: "times", items: times };
  const days = dates?.items.filter(({ label }) => wasListed(said, label)) ?? [];
  if (days.length > 0) return { kind: "dates", items: days };
  return linked.length > 1 ? { kind: "projects", items: linked } : undefined;
}

function afterCall(before: Memory, call: Call): Memory {
  const { operation, input, reply } = call;
  if (!reply) return before;
  const found = projectsIn(reply);
  const next: Memory = { ...before, known: withProjects(before.known, found) };
  if (operation === "list_projects" || operation === "list_all_projects") {
    const leftOut = typeof reply.result.left_out === "number" ? reply.result.left_out : 0;
    if (reply.outcome === "ok" && Object.keys(input).length === 0) next.list = { projects: found, leftOut };
    return next;
  }
  if (input.project_id === undefined) return next;
  const project = idOf(input.project_id, found);
  next.project = project;
  const dates = datesIn(reply);
  if (dates) Object.assign(next, { dates: { project, items: dates }, slots: undefined });
  const slots = slotsIn(reply);
  if (slots) next.slots = { project, ...slots };
  const settled = ["ok", "pending_review", "dry_run", "unknown_outcome"].includes(reply.outcome);
  switch (operation) {
    case "get_available_dates":
    case "get_time_slots":
      return { ...next, goal: "schedule", pending: undefined, wantedDate: undefined };
    case "confirm_appointment":
    case "cancel_appointment":
      next.wantedTime = undefined;
      next.picked = momentIn(reply) ?? before.picked;
      next.pending = reply.outcome === "needs_confirmation" ? call : undefined;
      return settled ? { ...next, ...unsettled, known: forgetState(next.known, project) } : next;
    case "add_note":
      return settled ? { ...next, goal: undefined } : next;
    default:
      return next;
  }
}

/** What no longer holds once an appointment has changed, or may have. */
const unsettled = { goal: undefined, list: undefined, dates: undefined, slots: undefined, listed: undefined };

/** A project's name and link stay; its status and appointment have to be asked for again. */
function forgetState(
  known: ReadonlyMap<string, KnownProject>,
  id: string,
): ReadonlyMap<string, KnownProject> {
  const { status, status_group, can_schedule, can_cancel, appointment, ...name } =
    known.get(id) ?? knownOnlyBy(id);
  return new Map(known).set(id, name);
}

/** The id of what was asked for by any reference; the reference itself where the reply does not tell. */
function idOf(reference: string, found: readonly KnownProject[]): string {
  return (found.length === 1 ? found[0]?.project_id : undefined) ?? reference;
}

/** Newer fields win; a receipt, which holds few, does not erase what a list told. */
function withProjects(
  known: ReadonlyMap<string, KnownProject>,
  found: readonly KnownProject[],
): Map<string, KnownProject> {
  const merged = new Map(known);
  for (const project of found)
    merged.set(project.project_id, { ...merged.get(project.project_id), ...project });
  return merged;
}
