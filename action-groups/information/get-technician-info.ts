import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { findProject } from "#action-groups/find-project.ts";
import { timeLabel } from "#layer/dates/print.ts";
import { projectReference } from "#layer/domain/references.ts";
import { nameProject, showAppointment } from "#layer/domain/show-project.ts";
import { technicianShown } from "#layer/domain/shown.ts";

export const getTechnicianInfo = defineAction({
  name: "get_technician_info",
  kind: "read",
  description:
    "Who comes to the customer's home for one project, and when they may arrive. Answers with reason no_technician_yet while nobody has been assigned.",
  input: z.strictObject({ project_id: projectReference }),
  output: technicianShown,
  async handle({ project_id }, context) {
    const project = await findProject(project_id, context);
    const { technician, arrivalWindow } = project;
    const appointment = showAppointment(project);
    const { project_id: id, project_number } = nameProject(project);
    return {
      ...(!technician && { reason: "no_technician_yet" }),
      result: {
        project_id: id,
        project_number,
        ...(technician && { technician_name: technician.name }),
        ...(technician?.bio && { technician_bio: technician.bio }),
        ...(technician &&
          arrivalWindow && {
            arrival_from: timeLabel(arrivalWindow.from),
            arrival_to: timeLabel(arrivalWindow.to),
          }),
        ...(appointment && { appointment }),
      },
    };
  },
});
