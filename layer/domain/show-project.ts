import { dateLabel, timeLabel } from "#layer/dates/print.ts";
import type { Project } from "./project.ts";
import { permissionsOf } from "./project-status.ts";
import type { AppointmentShown, ProjectShown } from "./shown.ts";
import type { Tenant } from "./tenant.ts";

export interface ShowOptions {
  tenant: Pick<Tenant, "client_name">;
  /** The environment's label in portal links. */
  portal: "dev" | "qa" | "staging" | "apps";
}

/** The customer's page for a project: `https://{client_name}.cx-portal.{env}.projectsforce.com/details/{project_id}`. */
export function portalLink(projectId: string, { tenant, portal }: ShowOptions): string {
  return `https://${tenant.client_name}.cx-portal.${portal}.projectsforce.com/details/${projectId}`;
}

/** A project's appointment with labels; undefined when it has none. */
export function showAppointment({ appointment }: Pick<Project, "appointment">): AppointmentShown | undefined {
  if (!appointment) return undefined;
  const { date, time } = appointment;
  return { date, date_label: dateLabel(date), ...(time && { time, time_label: timeLabel(time) }) };
}

/** How a project is named in every reply that is about it. */
export function nameProject({ id, number, category, type }: Project) {
  return {
    project_id: id,
    project_number: number,
    ...(category && { category }),
    ...(type && { project_type: type }),
  };
}

/** One project as a list shows it. */
export function showProject(project: Project, options: ShowOptions): ProjectShown {
  const { schedule, cancel } = permissionsOf(project.statusGroup, project.appointment !== undefined);
  const appointment = showAppointment(project);
  return {
    ...nameProject(project),
    status: project.status,
    status_group: project.statusGroup,
    can_schedule: schedule,
    can_cancel: cancel,
    ...(appointment && { appointment }),
    portal_link: portalLink(project.id, options),
  };
}
