import { defineAction } from "#action-groups/action.ts";
import { listProjectsShown, projectFilters } from "#action-groups/project-list.ts";
import { projectsShown } from "#layer/domain/shown.ts";

export const listAllProjects = defineAction({
  name: "list_all_projects",
  kind: "read",
  description:
    "Lists all of the customer's projects, finished and cancelled ones too, with status and appointment.",
  input: projectFilters,
  output: projectsShown,
  handle: (filters, context) => listProjectsShown(filters, context, { hide: [] }),
});
