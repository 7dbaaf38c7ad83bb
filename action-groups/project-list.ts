import * as z from "zod";
import type { Project } from "#layer/domain/project.ts";
import { type StatusGroup, statusGroupOf, statusGroups } from "#layer/domain/project-status.ts";
import { showProject } from "#layer/domain/show-project.ts";
import type { projectsShown } from "#layer/domain/shown.ts";
import type { ActionContext, ActionResult } from "./action.ts";
import { showOptionsOf } from "./find-project.ts";
import { countThatFits } from "./reply-size.ts";

const filterText = z.string().trim().max(60).optional();

/** Filters that both lists take; words, matched loosely, since a customer says "floors" for Flooring. */
export const projectFilters = z.strictObject({
  status_group: filterText.describe(
    `Only projects of one status group: ${statusGroups.join(", ")}. Leave out for all.`,
  ),
  category: filterText.describe(
    "Only projects of one category or type, in the customer's words, for example flooring. Leave out for all.",
  ),
});

/** The customer's projects, filtered and cut to the reply budget, with the count of every status group beside them. */
export async function listProjectsShown(
  filters: z.output<typeof projectFilters>,
  context: ActionContext,
  { hide }: { hide: readonly StatusGroup[] },
): Promise<ActionResult<z.input<typeof projectsShown>>> {
  const all = await context.pf360.listProjects();
  const wanted = all.filter((project) => !hide.includes(project.statusGroup) && matches(project, filters));
  const shown = wanted.map((project) => showProject(project, showOptionsOf(context)));
  const groups = countGroups(all);
  const fits = countThatFits(shown, groups);
  const leftOut = shown.length - fits;
  return {
    result: {
      projects: shown.slice(0, fits),
      total: shown.length,
      groups,
      left_out: leftOut,
      ...(leftOut > 0 && {
        continuation: "Ask for one category or one status group, or for a project by its order number.",
      }),
    },
  };
}

function matches(project: Project, { status_group, category }: z.output<typeof projectFilters>): boolean {
  const group = groupNamed(status_group);
  const groupFits = group === undefined || project.statusGroup === group;
  return groupFits && (!category || saysCategory(project, category));
}

/** A group by its own name, or the group of a status as PF360 writes it ("completed"); undefined names none. */
function groupNamed(text: string | undefined): StatusGroup | undefined {
  if (text === undefined) return undefined;
  const name = text.toLowerCase().replace(/\s+/g, "_");
  const group = statusGroups.find((known) => known === name) ?? statusGroupOf(text);
  return group === "unknown" && name !== "unknown" ? undefined : group;
}

/** One of the words names the category or the type: "my floors" is Flooring. */
function saysCategory({ category = "", type = "" }: Project, text: string): boolean {
  const stems = text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/(ing|s)$/, ""))
    .filter((stem) => stem.length > 2);
  return stems.some((stem) => `${category} ${type}`.toLowerCase().includes(stem));
}

function countGroups(projects: readonly Project[]): Record<string, number> {
  const groups: Record<string, number> = {};
  for (const { statusGroup } of projects) groups[statusGroup] = (groups[statusGroup] ?? 0) + 1;
  return groups;
}
