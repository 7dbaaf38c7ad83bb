import * as z from "zod";
import { projectShown } from "#layer/domain/shown.ts";

/** A project as far as the conversation has shown it. */
export const knownProject = projectShown
  .partial()
  .extend({ project_id: z.string().min(1).max(60), project_number: z.string().max(60) });
export type KnownProject = z.infer<typeof knownProject>;

/** A project of which only the customer's reference is known; the action finds it or says that there is none. */
export function knownOnlyBy(reference: string): KnownProject {
  return { project_id: reference, project_number: reference };
}

/** How words name a project. */
export interface Mention {
  words: Set<string>;
  /** Kinds of work that are named, as written in lower case, whether or not the customer has such a project. */
  things: string[];
  /** Words with digits that may be an id or an order number. */
  codes: string[];
  /** The one that is an order number or id beyond doubt, as written. */
  code: string | undefined;
}

const thingStems = new Set(
  [
    ..."floor carpet tile laminate hardwood vinyl window door deck roof siding gutter fence kitchen cabinet countertop".split(
      " ",
    ),
    ..."backsplash bath bathroom shower tub vanity blind shutter shade curtain closet garage hvac furnace heater insulation".split(
      " ",
    ),
    ..."paint plumbing faucet toilet sink lighting patio porch stair railing appliance dishwasher generator solar skylight".split(
      " ",
    ),
  ].map(stem),
);
const sure =
  /\b(?:order|project|job|po|number|id)\b\s*(?:(?:number|no\.?|id|is|:)\s*){0,2}#?\s*((?=[a-z_-]{0,8}\d)[a-z0-9][\w-]{1,40})|#\s?((?=[a-z_-]{0,8}\d)[\w-]{3,40})|(?<![\w/.:-])((?:[a-z]{1,6}[-_]?)?\d{5,14}(?:[-_]\d{1,6})?)(?![\w/:-])/i;

/** What words say about which project is meant. */
export function mentionIn(words: string): Mention {
  const tokens = words.toLowerCase().match(/[a-z]+/g) ?? [];
  const stems = new Set(tokens.map(stem));
  const found = sure.exec(words);
  return {
    words: stems,
    things: [...new Set(tokens)].filter((token) => thingStems.has(stem(token))),
    codes: (words.match(/[\w-]{3,40}/g) ?? []).filter((token) => /\d/.test(token)).map(plain),
    code: found?.[1] ?? found?.[2] ?? found?.[3],
  };
}

/**
 * The projects that are meant, of those given; undefined when the words name none, empty when they name one that is not
 * there. Order: id or order number, then category, then type; a type beside a category narrows.
 */
export function meantOf<P extends KnownProject>(mention: Mention, projects: readonly P[]): P[] | undefined {
  const byCode = projects.filter(
    (project) =>
      mention.codes.includes(plain(project.project_id)) ||
      mention.codes.includes(plain(project.project_number)),
  );
  if (byCode.length > 0) return byCode;
  if (mention.code !== undefined) return [];
  const byCategory = best(projects, (project) => hits(project.category, mention));
  if (byCategory.length > 0) {
    const narrowed = best(byCategory, (project) => hits(project.project_type, mention));
    return narrowed.length > 0 ? narrowed : byCategory;
  }
  if (mention.things.length > 0) return [];
  const byType = best(projects, (project) => hits(project.project_type, mention));
  return byType.length > 0 ? byType : undefined;
}

/** Whether the words name a project at all, as far as can be told without a list. */
export function namesProject(mention: Mention): boolean {
  return mention.code !== undefined || mention.things.length > 0;
}

function best<P>(projects: readonly P[], score: (project: P) => number): P[] {
  const top = Math.max(0, ...projects.map(score));
  return top === 0 ? [] : projects.filter((project) => score(project) === top);
}

function hits(name: string | undefined, mention: Mention): number {
  const stems = new Set((name?.toLowerCase().match(/[a-z]{3,}/g) ?? []).map(stem));
  return [...stems].filter((word) => word !== "and" && word !== "project" && mention.words.has(word)).length;
}

/** "floors", "flooring" → "floor"; "measurement", "measuring" → "measur". */
function stem(word: string): string {
  const single = word.length > 4 ? word.replace(/(?<!s)s$/, "") : word;
  const bare = single.replace(/(?<=[a-z]{3})(?:ation|ment|ing|ed)$/, "");
  return bare.length > 4 ? bare.replace(/e$/, "") : bare;
}

function plain(code: string): string {
  return code.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
