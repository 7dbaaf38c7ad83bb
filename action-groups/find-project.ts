import type { Project } from "#layer/domain/project.ts";
import { showProject } from "#layer/domain/show-project.ts";
import { OutcomeError } from "#layer/errors.ts";
import type { ActionContext } from "./action.ts";

/**
 * The customer's own project by id or order number (case and white space do not matter), or by purchase order number.
 * The list comes from PF360 in the customer's name, so another customer's project is simply not there.
 *
 * @throws OutcomeError `not_found`; `ask_user` with the candidates when several carry that number
 */
export async function findProject(reference: string, context: ActionContext): Promise<Project> {
  const projects = await context.pf360.listProjects();
  const wanted = fold(reference);
  const byId = projects.find(({ id }) => id === wanted);
  if (byId) return byId;
  const matches = projects.filter(
    ({ number, poNumber }) => fold(number) === wanted || fold(poNumber) === wanted,
  );
  const [match] = matches;
  if (!match) throw new OutcomeError("not_found", { field: "project_id" });
  if (matches.length > 1) {
    throw new OutcomeError("ask_user", {
      field: "project_id",
      reason: "several_projects_match",
      result: {
        projects: matches.slice(0, 10).map((project) => showProject(project, showOptionsOf(context))),
      },
    });
  }
  return match;
}

/** What `showProject` needs of a context. */
export function showOptionsOf({ principal: { tenant }, portal }: ActionContext) {
  return { tenant, portal };
}

function fold(reference: string | undefined): string {
  return (reference ?? "").trim().replace(/^#\s*/, "").replace(/\s+/g, " ").toLowerCase();
}
