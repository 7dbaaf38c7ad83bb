import { defineAction } from "#action-groups/action.ts";
import { listProjectsShown, projectFilters } from "#action-groups/project-list.ts";
import { projectsShown } from "#layer/domain/shown.ts";

export const listProjects = defineAction({
  name: "list_projects",
  kind: "read",
  description:
    "Lists the customer's current projects with status, whether each can be scheduled or cancelled, and its appointment. Call it first, before any other scheduling action. Finished and cancelled projects are left out.",
  input: projectFilters,
  output: projectsShown,
  handle: (filters, context) => listProjectsShown(filters, context, { hide: ["terminal"] }),
});
