import { atPlace, type Desk } from "./desk.ts";
import type { Plan } from "./plan.ts";
import { type KnownProject, knownOnlyBy, meantOf, mentionIn } from "./projects.ts";
import { refusalText } from "./refusals.ts";
import { numbered, projectLine } from "./say.ts";
import { numberIn, projectsIn } from "./shown-data.ts";

export type Chosen = { project: KnownProject } | { say: string };

export interface ProjectChoice {
  /** The words that may name the project. */
  words: string;
  /** The action that lists the customer's projects; undefined where the specialist has none. */
  listWith: "list_projects" | "list_all_projects" | undefined;
  /** Which ones the purpose is for, when the words leave several open. */
  fits: (project: KnownProject) => boolean;
  /** The project spoken of is meant only if it fits or the words say "it". */
  strict?: boolean;
  /** Said when the words name none and none fits. */
  none: (projects: readonly KnownProject[]) => string;
}

const whichOne = "Which project do you mean? Please give its order number or the kind of project.";

/**
 * Finds the project that the customer means: by a place in what was listed, by order number, category or type, by being
 * the one spoken of, or by being the only one that fits. Asks when several are left; never guesses.
 */
export function* chooseProject(desk: Desk, choice: ProjectChoice): Plan<Chosen> {
  const { memory, wish, listed, handed } = desk;
  const own = mentionIn(choice.words);
  const mention =
    memory.topic && meantOf(own, [...memory.known.values()]) === undefined ? mentionIn(memory.topic) : own;
  const inList = listed?.kind === "projects" ? listed.items : [];
  const { ordinal } = wish;
  if (ordinal && inList.length > 0 && (ordinal.of ?? "projects") === "projects") {
    const picked = atPlace(inList, ordinal.place);
    if (picked) return { project: whole(desk, picked) };
  }
  const narrowed = meantOf(mention, inList);
  if (narrowed?.length === 1 && narrowed[0]) return { project: whole(desk, narrowed[0]) };

  const known = [
    ...new Map([...handed, ...memory.known.values()].map((one) => [one.project_id, one])).values(),
  ];
  const named = meantOf(mention, known);
  if (!named) {
    const current = spokenOf(desk);
    if (current && (wish.pronoun || !choice.strict || choice.fits(current))) return { project: current };
  }
  // "The install one", after one of several was spoken of.
  const last = named?.find(({ project_id }) => project_id === memory.project);
  if (last && mention.things.length === 0) return { project: last };
  if (!choice.listWith) return unlisted(desk, choice.words, known, named);

  let projects = memory.list?.projects;
  let leftOut = memory.list?.leftOut ?? 0;
  if (!projects) {
    const reply = yield { operation: choice.listWith, input: {} };
    if (reply.outcome !== "ok") return { say: refusalText(reply, desk.turn.context) };
    projects = projectsIn(reply);
    leftOut = numberIn(reply, "left_out");
  }
  let meant = meantOf(mention, projects);
  const [thing] = mention.things;
  if (meant?.length === 0 && mention.code === undefined && thing !== undefined && leftOut > 0) {
    const reply = yield { operation: choice.listWith, input: { category: thing } };
    meant = reply.outcome === "ok" ? (meantOf(mention, projectsIn(reply)) ?? []) : [];
  }
  if (meant?.length === 0 && mention.code !== undefined) return { project: knownOnlyBy(mention.code) };
  if (meant?.length === 0) return { say: `I find no such project.${listing(projects)}` };
  const fitting = (meant ?? projects).filter(choice.fits);
  if (!meant && fitting.length === 0) return { say: choice.none(projects) };
  const left = fitting.length > 0 ? fitting : (meant ?? []);
  const [only] = left;
  if (left.length === 1 && only) return { project: only };
  return { say: `Which project do you mean?\n${numbered(left.slice(0, 30).map(projectLine))}` };
}

/** The project spoken of: in this specialist's own talk, or, when the words start something new, in another's. */
function spokenOf({ memory, wish, handed }: Desk): KnownProject | undefined {
  const [shared] = handed;
  const own = memory.project === undefined ? undefined : memory.known.get(memory.project);
  if (handed.length === 1 && shared && (!own || wish.intents.length > 0))
    return memory.known.get(shared.project_id) ?? shared;
  if (!own && memory.project !== undefined) return knownOnlyBy(memory.project);
  return memory.goal === undefined && !wish.pronoun ? undefined : own;
}

/** Without a list to look into: what is known, else the customer's own reference, which the action looks up. */
function unlisted(
  desk: Desk,
  words: string,
  known: readonly KnownProject[],
  named: KnownProject[] | undefined,
): Chosen {
  const [only, ...others] = named ?? [];
  if (only && others.length === 0) return { project: whole(desk, only) };
  if (named && only) return { say: `Which project do you mean?\n${numbered(named.map(projectLine))}` };
  const { code } = mentionIn(words);
  if (code !== undefined) return { project: knownOnlyBy(code) };
  const choices = known.length > 1 ? `\n${numbered(known.slice(0, 30).map(projectLine))}` : "";
  return { say: whichOne + choices };
}

function whole({ memory }: Desk, project: KnownProject): KnownProject {
  return memory.known.get(project.project_id) ?? project;
}

function listing(projects: readonly KnownProject[]): string {
  return projects.length === 0
    ? ""
    : ` These are yours:\n${numbered(projects.slice(0, 30).map(projectLine))}`;
}
