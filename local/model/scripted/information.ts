import { chooseProject } from "./choose-project.ts";
import type { Desk } from "./desk.ts";
import { goalAfter } from "./memory.ts";
import type { Plan } from "./plan.ts";
import { type KnownProject, meantOf, mentionIn } from "./projects.ts";
import { refusalText } from "./refusals.ts";
import { clean, linkOf, numbered, projectLine, whenOf } from "./say.ts";
import { numberIn, projectsIn } from "./shown-data.ts";

const actions = {
  details: "get_project_details",
  status: "get_project_status",
  technician: "get_technician_info",
} as const;
type Question = keyof typeof actions;
const isQuestion = (intent: string | undefined): intent is Question =>
  intent !== undefined && intent in actions;

/** The information specialist's turn: every question asked in it, about one project; or the list of all. */
export function* informationPlan(desk: Desk): Plan {
  const { turn, wish, memory } = desk;
  const asked = wish.intents.filter(isQuestion);
  const goal = goalAfter(wish, memory);
  const ofAll =
    wish.intents.includes("all_projects") ||
    (asked.includes("status") && /\b(?:projects|orders)\b/i.test(wish.words));
  if (ofAll) return yield* listAll(desk);
  const questions: Question[] = asked.length > 0 ? asked : [isQuestion(goal) ? goal : "details"];
  const chosen = yield* chooseProject(desk, {
    words: wish.words,
    listWith: "list_all_projects",
    fits: (project) =>
      questions.includes("technician")
        ? project.appointment !== undefined
        : project.status_group !== "terminal",
    none: () =>
      questions.includes("technician")
        ? "None of your projects has an appointment, so nobody is due to come."
        : "You have no open projects.",
  });
  if ("say" in chosen) return chosen.say;
  const answers: string[] = [];
  for (const question of questions) {
    const reply = yield { operation: actions[question], input: { project_id: chosen.project.project_id } };
    const [shown] = projectsIn(reply);
    if (reply.outcome !== "ok" || !shown) answers.push(refusalText(reply, turn.context));
    else answers.push(answerText[question]({ ...chosen.project, ...shown }, reply.result));
  }
  return [...new Set(answers)].join("\n\n");
}

function* listAll({ turn, wish }: Desk): Plan {
  const reply = yield { operation: "list_all_projects", input: {} };
  if (reply.outcome !== "ok") return refusalText(reply, turn.context);
  const all = projectsIn(reply);
  const onlyClosed =
    /\b(?:finished|completed|past|old|previous|closed|cancell?ed|done)\b/i.test(wish.words) &&
    !/\b(?:all|every|also|even|includ\w*|too)\b/i.test(wish.words);
  const named = meantOf(mentionIn(wish.words), all) ?? all;
  const shown = onlyClosed ? named.filter((project) => project.status_group === "terminal") : named;
  if (shown.length === 0) return all.length === 0 ? "You have no projects." : "You have no such projects.";
  const missing = numberIn(reply, "left_out") + Math.max(0, shown.length - 50);
  return `Your projects:\n${numbered(shown.slice(0, 50).map(projectLine))}${missing > 0 ? `\n\n${missing} more are not shown; name a kind of project to see them.` : ""}`;
}

type Facts = Record<string, unknown>;

const answerText: Record<Question, (project: KnownProject, facts: Facts) => string> = {
  status: (project, facts) =>
    lines(`${linkOf(project)}:`, [
      ["Status", project.status],
      ["Appointment", whenOf(project)],
      ["Technician", facts.technician_assigned === true ? "assigned" : "not assigned yet"],
      ["Duration", minutes(facts.duration_minutes)],
    ]),
  technician: (project, facts) => {
    const name = clean(facts.technician_name);
    const window = arrival(facts);
    if (!name)
      return lines(`No technician is on record yet for ${linkOf(project)}.`, [
        ["Arrival", window],
        ["Appointment", whenOf(project)],
      ]);
    return lines(`${name} is the technician for ${linkOf(project)}.`, [
      ["About", clean(facts.technician_bio, 400)],
      ["Arrival", window],
      ["Appointment", whenOf(project)],
    ]);
  },
  details: (project, facts) =>
    lines(`${linkOf(project)}:`, [
      ["Status", project.status],
      ["Appointment", whenOf(project)],
      ["Arrival", arrival(facts)],
      ["Technician", facts.technician_name],
      ["Address", clean(facts.address) || "not on record"],
      [
        "Store",
        [facts.store_name, facts.store_number, facts.store_phone]
          .map((part) => clean(part))
          .filter(Boolean)
          .join(", ") || "not on record",
      ],
      ["PO number", facts.po_number],
      ["Date sold", facts.date_sold],
      ["Duration", minutes(facts.duration_minutes)],
      ["Documents", facts.has_documents === true ? "yes, in the portal" : "none"],
    ]),
};

function lines(head: string, facts: [string, unknown][]): string {
  const known = facts
    .map(([label, value]) => [label, clean(value, 400)] as const)
    .filter(([, value]) => value !== "");
  return [head, ...known.map(([label, value]) => `- ${label}: ${value}`)].join("\n");
}

function arrival({ arrival_from: from, arrival_to: to }: Facts): string {
  return from ? `${clean(from)}${to ? ` to ${clean(to)}` : ""}` : "";
}

function minutes(value: unknown): string {
  return typeof value === "number" ? `${value} minutes` : "";
}
