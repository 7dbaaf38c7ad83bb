import type { ActionContext } from "#action-groups/action.ts";
import type { ReasonCode } from "#layer/domain/outcomes.ts";
import type { Project } from "#layer/domain/project.ts";
import { permissionsOf, type StatusGroup } from "#layer/domain/project-status.ts";
import { nameProject, showAppointment } from "#layer/domain/show-project.ts";
import { OutcomeError } from "#layer/errors.ts";

const reasonByGroup: Record<StatusGroup, ReasonCode> = {
  schedulable: "not_scheduled",
  scheduled: "already_scheduled",
  blocked: "office_handles_it",
  waiting: "waiting_for_product",
  terminal: "project_is_closed",
  unknown: "status_unknown",
};

/**
 * Lets a project through whose status allows what is asked (the one status table); an unknown status may be scheduled
 * and is logged.
 *
 * @throws OutcomeError `not_allowed` with the reason and the project's state
 */
export function requirePermission(
  project: Project,
  permission: "schedule" | "cancel",
  context: ActionContext,
): void {
  const permissions = permissionsOf(project.statusGroup, project.appointment !== undefined);
  if (project.statusGroup === "unknown") {
    context.log("warn", "status-unknown", {
      project: project.id,
      tenant: context.principal.tenant.client_id,
    });
  }
  if (permissions[permission]) return;
  const appointment = showAppointment(project);
  throw new OutcomeError("not_allowed", {
    reason: reasonByGroup[project.statusGroup],
    result: {
      ...nameProject(project),
      status: project.status,
      status_group: project.statusGroup,
      ...(appointment && { appointment }),
    },
  });
}
