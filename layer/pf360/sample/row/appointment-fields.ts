import { convertedDate, instantOf, timestamp } from "../calendar.ts";
import type { SampleOffice } from "../office.ts";
import type { SampleProject } from "../world.ts";

const minuteMs = 60_000;

/**
 * When and by whom: the true appointment in UTC and converted to the tenant's zone; `project_date_scheduled_date` is the
 * moment of the booking, as in the real PF360. All null without an appointment or while the office has not agreed.
 */
export function appointmentFields(project: SampleProject, office: SampleOffice): Record<string, unknown> {
  const { appointment, leftover } = project;
  const shown = appointment?.state === "booked" ? appointment : leftover;
  if (!shown) return none;
  const startMs = instantOf(shown.date, shown.time, office.timeZone);
  const endMs = startMs + project.durationMinutes * minuteMs;
  const start = new Date(startMs).toISOString();
  const end = new Date(endMs).toISOString();
  return {
    project_date_scheduled_start: start,
    project_date_scheduled_end: end,
    project_date_scheduled_date: timestamp(shown.bookedAtMs, "UTC"),
    project_date_scheduled_user_id: 12,
    project_installer_Data_date_scheduled_start: start,
    project_installer_Data_date_scheduled_end: end,
    project_installer_Data_installer_arrival_start_time: timestamp(
      startMs - 30 * minuteMs,
      office.timeZone,
    ).slice(11),
    project_installer_Data_installer_arrival_end_time: timestamp(
      startMs + 60 * minuteMs,
      office.timeZone,
    ).slice(11),
    convertedProjectStartScheduledDate: convertedDate(startMs, office.timeZone),
    convertedProjectEndScheduledDate: convertedDate(endMs, office.timeZone),
  };
}

const none = {
  project_date_scheduled_start: null,
  project_date_scheduled_end: null,
  project_date_scheduled_date: null,
  project_date_scheduled_user_id: null,
  project_installer_Data_date_scheduled_start: null,
  project_installer_Data_date_scheduled_end: null,
  project_installer_Data_installer_arrival_start_time: null,
  project_installer_Data_installer_arrival_end_time: null,
  convertedProjectStartScheduledDate: null,
  convertedProjectEndScheduledDate: null,
};
