import { parseDateTime, parseInstant, parseTime } from "#layer/dates/pf360.ts";
import type { Project } from "#layer/domain/project.ts";
import { text } from "./fields.ts";

/**
 * The fields of a dashboard row that tell when somebody comes. `project_date_scheduled_date` is not among them: it is the
 * moment of booking.
 */
export const scheduleFields = {
  convertedProjectStartScheduledDate: text,
  convertedProjectEndScheduledDate: text,
  project_date_scheduled_start: text,
  project_date_scheduled_end: text,
  project_installer_Data_installer_arrival_start_time: text,
  project_installer_Data_installer_arrival_end_time: text,
};

type ScheduleRow = { [Key in keyof typeof scheduleFields]: string | undefined };

/** The converted dates are in the tenant's zone already, and win over the UTC ones. */
export function readAppointment(row: ScheduleRow, timeZone: string): Project["appointment"] {
  const start = readMoment(
    row.convertedProjectStartScheduledDate,
    row.project_date_scheduled_start,
    timeZone,
  );
  if (!start) return undefined;
  const end = readMoment(row.convertedProjectEndScheduledDate, row.project_date_scheduled_end, timeZone);
  const isOrdered = end?.time && start.time && `${start.date}${start.time}` <= `${end.date}${end.time}`;
  return { ...start, ...(isOrdered && { endDate: end.date, endTime: end.time }) };
}

/** A UTC time without its offset is not used: timestamps of one row mix zones. */
function readMoment(converted: string | undefined, utc: string | undefined, timeZone: string) {
  return parseInstant(converted, timeZone) ?? parseDateTime(converted) ?? parseInstant(utc, timeZone);
}

/** Both ends or nothing. */
export function readArrivalWindow(row: ScheduleRow): Project["arrivalWindow"] {
  const from = parseTime(row.project_installer_Data_installer_arrival_start_time);
  const to = parseTime(row.project_installer_Data_installer_arrival_end_time);
  return from && to && from <= to ? { from, to } : undefined;
}
