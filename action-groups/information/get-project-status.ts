import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { findProject, showOptionsOf } from "#action-groups/find-project.ts";
import { permissionsOf } from "#layer/domain/project-status.ts";
import { projectReference } from "#layer/domain/references.ts";
import { showProject } from "#layer/domain/show-project.ts";
import { projectStatusShown } from "#layer/domain/shown.ts";

export const getProjectStatus = defineAction({
  name: "get_project_status",
  kind: "read",
  description:
    "Where one project stands: its status, its appointment, and whether it can be scheduled or cancelled.",
  input: z.strictObject({ project_id: projectReference }),
  output: projectStatusShown,
  async handle({ project_id }, context) {
    const project = await findProject(project_id, context);
    return {
      result: {
        ...showProject(project, showOptionsOf(context)),
        can_reschedule: permissionsOf(project.statusGroup, project.appointment !== undefined).reschedule,
        ...(project.durationMinutes !== undefined && { duration_minutes: project.durationMinutes }),
        technician_assigned: project.technician !== undefined,
      },
    };
  },
});
