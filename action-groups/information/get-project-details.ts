import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { findProject, showOptionsOf } from "#action-groups/find-project.ts";
import { timeLabel } from "#layer/dates/print.ts";
import type { Project } from "#layer/domain/project.ts";
import { projectReference } from "#layer/domain/references.ts";
import { showProject } from "#layer/domain/show-project.ts";
import { projectDetailsShown } from "#layer/domain/shown.ts";

export const getProjectDetails = defineAction({
  name: "get_project_details",
  kind: "read",
  description:
    "Everything the customer may know about one project: status, appointment, address, store, technician's name, order numbers and the link to its page.",
  input: z.strictObject({ project_id: projectReference }),
  output: projectDetailsShown,
  async handle({ project_id }, context) {
    const project = await findProject(project_id, context);
    const { poNumber, store, technician, arrivalWindow, durationMinutes, dateSold, hasDocuments } = project;
    const address = addressLine(project);
    return {
      result: {
        ...showProject(project, showOptionsOf(context)),
        ...(poNumber && { po_number: poNumber }),
        ...(address && { address }),
        ...(store?.name && { store_name: store.name }),
        ...(store?.number && { store_number: store.number }),
        ...(store?.phone && { store_phone: store.phone }),
        ...(technician && { technician_name: technician.name }),
        ...(arrivalWindow && {
          arrival_from: timeLabel(arrivalWindow.from),
          arrival_to: timeLabel(arrivalWindow.to),
        }),
        ...(durationMinutes !== undefined && { duration_minutes: durationMinutes }),
        ...(dateSold && { date_sold: dateSold }),
        has_documents: hasDocuments,
      },
    };
  },
});

function addressLine({ address }: Project): string | undefined {
  if (!address) return undefined;
  const { line, city, state, zip } = address;
  return [line, city, [state, zip].filter(Boolean).join(" ")].filter(Boolean).join(", ");
}
