import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { requireYes } from "#action-groups/confirmation-guard.ts";
import { findProject, showOptionsOf } from "#action-groups/find-project.ts";
import { projectReference } from "#layer/domain/references.ts";
import { nameProject, portalLink, showAppointment } from "#layer/domain/show-project.ts";
import { appointmentReceipt } from "#layer/domain/shown.ts";
import { dropOffer } from "./offers.ts";
import { requirePermission } from "./require-permission.ts";

export const cancelAppointment = defineAction({
  name: "cancel_appointment",
  kind: "write",
  confirmation: true,
  description:
    "Cancels a project's appointment for good. Only when the customer wants it cancelled, never in order to move it. The first call answers needs_confirmation and the app asks the customer; call again with the same project after the customer has agreed. Say that it is cancelled only after outcome ok.",
  input: z.strictObject({ project_id: projectReference }),
  output: appointmentReceipt,
  async handle({ project_id }, context) {
    const project = await findProject(project_id, context);
    requirePermission(project, "cancel", context);
    const shown = { ...nameProject(project), ...showAppointment(project) };
    const dryRun = !context.flags.cancelSchedule;
    // The appointment is part of the arguments: a yes to cancelling one never cancels the one that replaced it.
    const { date = "", time = "" } = project.appointment ?? {};
    await requireYes(
      "cancel_appointment",
      { project_id: project.id, date, time },
      { ...shown, dry_run: dryRun },
      context,
    );

    if (dryRun)
      return { outcome: "dry_run", result: { ...shown, request: context.pf360.cancelRequest(project.id) } };
    await context.pf360.cancel(project.id);
    await dropOffer(project.id, context.session.offers[project.id]?.requestId, context);
    return { result: { ...shown, portal_link: portalLink(project.id, showOptionsOf(context)) } };
  },
});
