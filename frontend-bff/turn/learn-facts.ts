import {
  type ConversationFacts,
  conversationFacts,
  type FactsChange,
} from "#layer/domain/conversation-facts.ts";
import type { ConfirmationCard } from "../stream/chat-part.ts";
import type { TurnEvent } from "../stream/turn-event.ts";

type ActionEnded = Extract<TurnEvent, { type: "action-ended" }>;
type Intent = NonNullable<ConversationFacts["intent"]>;

/**
 * What is known of the conversation's business after one event of a turn: from what actions answered and from our own
 * questions, never from anybody's words. Facts are only ever of the closed vocabulary.
 */
export function learnFacts(facts: ConversationFacts, event: TurnEvent): ConversationFacts {
  if (event.type === "action-ended") return afterAction(facts, event);
  if (event.type === "confirmation") return afterCard(facts, event.card);
  return facts;
}

/** What turns the one into the other; undefined when they are the same. */
export function factsChangeOf(before: ConversationFacts, after: ConversationFacts): FactsChange | undefined {
  const names = conversationFacts.keyof().options.filter((name) => before[name] !== after[name]);
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name) => [name, after[name] ?? null]));
}

/** After these the wish is no longer open; an outcome nobody knows must not be tried again either. */
const finished: ReadonlySet<string> = new Set(["ok", "dry_run", "pending_review", "unknown_outcome"]);

function afterAction(before: ConversationFacts, event: ActionEnded): ConversationFacts {
  const { action, outcome } = event;
  const seen = seenIn(event);
  const facts = {
    ...about(before, seen.project_id),
    ...defined({ intent: intentAfter(before, event, seen.hasAppointment) }),
  };
  switch (action) {
    case "confirm_appointment":
    case "cancel_appointment":
      if (finished.has(outcome)) return afterWrite(facts, action);
      break;
    case "add_note":
      if (!finished.has(outcome)) break;
      return without(
        facts,
        facts.open_question === "what_note" && "open_question",
        facts.intent === "note" && "intent",
      );
  }
  const question = outcome === "ask_user" ? seen.choice : (seen.choice ?? questionAfter(event));
  if (question === undefined) return facts;
  const open = { ...facts, open_question: question };
  if (question === "which_date") return without(open, "date", "time");
  return question === "which_time" ? { ...without(open, "time"), ...defined({ date: seen.date }) } : open;
}

/** A moved appointment is first cancelled and then booked, so a cancelling alone does not end the wish to move it. */
function afterWrite(facts: ConversationFacts, action: string): ConversationFacts {
  const isMoving = action === "cancel_appointment" && facts.intent === "reschedule";
  return without(facts, "date", "time", "open_question", !isMoving && "intent");
}

function afterCard(facts: ConversationFacts, card: ConfirmationCard): ConversationFacts {
  if (card.state !== "shown") {
    const isOurs =
      facts.open_question === "confirm_appointment" || facts.open_question === "cancel_appointment";
    return isOurs ? without(facts, "open_question") : facts;
  }
  const { action, summary } = card;
  const { project_id, date, time } = valid(summary);
  return {
    ...about(facts, project_id),
    ...defined({ date, time }),
    intent: wish(facts, action === "cancel_appointment" ? "cancel" : "book"),
    open_question: action,
  };
}

/** Another project than before: what was chosen for that one does not hold for this one. */
function about(facts: ConversationFacts, projectId: string | undefined): ConversationFacts {
  if (projectId === undefined || projectId === facts.project_id) return facts;
  const rest = facts.project_id === undefined ? facts : without(facts, "date", "time", "open_question");
  return { ...rest, project_id: projectId };
}

function intentAfter(
  facts: ConversationFacts,
  { action, outcome }: ActionEnded,
  hasAppointment: boolean,
): Intent {
  switch (action) {
    case "get_available_dates":
    case "get_time_slots":
    case "confirm_appointment":
      if (outcome === "not_allowed" && hasAppointment) return "reschedule";
      return facts.intent === "cancel" ? "reschedule" : wish(facts, "book");
    case "cancel_appointment":
      return wish(facts, "cancel");
    case "add_note":
      return facts.intent === undefined || facts.intent === "ask" ? "note" : facts.intent;
    default:
      return facts.intent ?? "ask";
  }
}

/** Who wants to move an appointment still does while one half of it is under way. */
function wish({ intent }: ConversationFacts, next: Intent): Intent {
  return intent === "reschedule" ? intent : next;
}

function questionAfter({ action, outcome }: ActionEnded): ConversationFacts["open_question"] {
  if (outcome !== "ok") return undefined;
  return action === "get_available_dates"
    ? "which_date"
    : action === "get_time_slots"
      ? "which_time"
      : undefined;
}

/** What an answer shows: its project (a list's, if it holds one alone), its date, what there is to choose from. */
function seenIn({ outcome, result = {} }: ActionEnded) {
  const projects = listOf(result.projects);
  const options = listOf(result.options);
  const only = outcome === "ok" && projects.length === 1 ? projects[0] : undefined;
  const choice: ConversationFacts["open_question"] =
    outcome === "ok"
      ? undefined
      : projects.length > 0
        ? "which_project"
        : listOf(result.available_dates).length > 0 || hasField(options[0], "date")
          ? "which_date"
          : listOf(result.time_slots).length > 0 || hasField(options[0], "time")
            ? "which_time"
            : undefined;
  return {
    ...valid(result),
    ...defined({ project_id: valid(only ?? result).project_id }),
    hasAppointment: typeof result.appointment === "object" && result.appointment !== null,
    choice,
  };
}

/** Those of the three that are there and have the form of a fact. */
function valid(fields: unknown): Pick<ConversationFacts, "project_id" | "date" | "time"> {
  const { project_id, date, time } = conversationFacts.shape;
  const found = typeof fields === "object" && fields !== null ? (fields as Record<string, unknown>) : {};
  return defined({
    project_id: project_id.safeParse(found.project_id).data,
    date: date.safeParse(found.date).data,
    time: time.safeParse(found.time).data,
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function hasField(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name);
}

function without(facts: ConversationFacts, ...names: (keyof ConversationFacts | false)[]): ConversationFacts {
  const rest = { ...facts };
  for (const name of names) if (name !== false) delete rest[name];
  return rest;
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}
