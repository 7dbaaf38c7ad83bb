import * as z from "zod";
import { parseDate } from "#layer/dates/pf360.ts";
import type { Project } from "#layer/domain/project.ts";
import { statusGroupOf } from "#layer/domain/project-status.ts";
import { readAppointment, readArrivalWindow, scheduleFields } from "./appointment.ts";
import { count, id, list, number, prose, text } from "./fields.ts";

/**
 * The fields of a dashboard row that are used, of 270 and more. The rest, the technician's private data among it, ends
 * here (fact sheet, section 1.1).
 */
const row = z.object({
  ...scheduleFields,
  project_project_id: id,
  project_project_number: text,
  project_po_number: text,
  project_date_sold: text,
  project_category_category: text,
  project_type_project_type: text,
  project_type: text,
  projectType: text,
  work_type: text,
  workType: text,
  status_info_status: text,
  installation_address_address1: text,
  installation_address_address2: text,
  installation_address_city: text,
  installation_address_state: text,
  installation_address_zipcode: text,
  store_info_store_name: text,
  store_info_store_number: text,
  store_info_phone_number: text,
  user_idata_first_name: text,
  user_idata_last_name: text,
  user_idata_installerbio: prose,
  service_time_duration_value: number,
  service_time_duration_type: text,
  client_future_scheduling_days_limit: count,
  projectDocument: list,
});
type Row = z.output<typeof row>;

/** A project without its leftovers (`hasLeftovers`); undefined for a row without a usable id. */
export function readProject(value: unknown, timeZone: string): Project | undefined {
  const read = row.safeParse(value).data;
  if (!read?.project_project_id) return undefined;
  const status = read.status_info_status ?? "";
  const statusGroup = statusGroupOf(status);
  const fields = {
    poNumber: read.project_po_number,
    category: read.project_category_category,
    // Tenants name it differently.
    type:
      read.project_type_project_type ??
      read.project_type ??
      read.projectType ??
      read.work_type ??
      read.workType,
    ...(!hasLeftovers(status) && {
      appointment: readAppointment(read, timeZone),
      arrivalWindow: readArrivalWindow(read),
      technician: readTechnician(read),
    }),
    address: readAddress(read),
    store: readStore(read),
    dateSold: parseDate(read.project_date_sold),
    durationMinutes: readDuration(read),
    schedulingDaysLimit: read.client_future_scheduling_days_limit,
  };
  return {
    id: read.project_project_id,
    number: read.project_project_number ?? read.project_project_id,
    status,
    statusGroup,
    hasDocuments: (read.projectDocument?.length ?? 0) > 0,
    ...withoutUndefined(fields),
  };
}

/**
 * Dirty data that PF360 really holds: rows "Ready To Schedule" (and "Ready for Auto Call", which turns into it) still carry
 * the date and technician of an appointment that is no more; both are hidden. A "New" row with an appointment keeps it: it
 * lies ahead, the status lags behind, and PF360 lets the customer cancel it.
 */
function hasLeftovers(status: string): boolean {
  return /^ready (to schedule|for auto call)$/i.test(status);
}

function readTechnician(read: Row): Project["technician"] {
  const name = [read.user_idata_first_name, read.user_idata_last_name].filter(Boolean).join(" ");
  if (name === "") return undefined;
  return { name, ...(read.user_idata_installerbio && { bio: read.user_idata_installerbio }) };
}

/** From its parts: PF360's full address lacks separators and state. */
function readAddress(read: Row): Project["address"] {
  const line = [read.installation_address_address1, read.installation_address_address2]
    .filter(Boolean)
    .join(", ");
  if (line === "") return undefined;
  return {
    line,
    ...withoutUndefined({
      city: read.installation_address_city,
      state: read.installation_address_state,
      zip: read.installation_address_zipcode,
    }),
  };
}

function readStore(read: Row): Project["store"] {
  const store = withoutUndefined({
    name: read.store_info_store_name,
    number: read.store_info_store_number,
    phone: read.store_info_phone_number,
  });
  return Object.keys(store).length === 0 ? undefined : store;
}

/** Whole minutes. PF360 writes `"675.0000"` and `"minute"`; other units than minutes and hours are not known. */
function readDuration(read: Row): number | undefined {
  const value = read.service_time_duration_value;
  if (value === undefined || value <= 0) return undefined;
  const unit = read.service_time_duration_type?.toLowerCase() ?? "minute";
  if (unit.startsWith("minute")) return Math.round(value);
  return unit.startsWith("hour") ? Math.round(value * 60) : undefined;
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends Record<string, unknown>>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
