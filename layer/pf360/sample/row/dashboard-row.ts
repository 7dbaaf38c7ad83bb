import { statusGroupOf } from "#layer/domain/project-status.ts";
import { officeOf, type SampleOffice } from "../office.ts";
import { hash32 } from "../random.ts";
import type { SampleProject } from "../world.ts";
import { appointmentFields } from "./appointment-fields.ts";
import { bulkFields } from "./bulk.ts";
import { unusedFields } from "./unused-fields.ts";

/** A flat dashboard row: 270 and more fields, some 20 KB as JSON. */
export type DashboardRow = Record<string, unknown>;

function idOf(name: string): number {
  return 100 + (hash32(name.trim().toLowerCase()) % 900);
}

/** A project as PF360's dashboard shows it, dirt and private data included. */
export function dashboardRow(project: SampleProject): DashboardRow {
  const office = officeOf(project.clientId);
  const row: DashboardRow = {
    ...unusedFields,
    ...projectFields(project),
    ...placeFields(project),
    ...appointmentFields(project, office),
    ...technicianFields(project),
    ...clientFields(office),
  };
  for (const quirk of project.quirks) Object.assign(row, quirkFields[quirk](project, row));
  return { ...row, projectDocument: documents(project), ...bulkFields(project.clientId) };
}

function projectFields(project: SampleProject): DashboardRow {
  const soldAt = `${project.dateSold}T00:00:00.000Z`;
  return {
    project_project_id: project.id,
    project_customer_id: Number(project.customerId),
    project_client_id: project.clientId,
    project_store_id: project.store.id,
    project_status_id: idOf(project.status),
    project_source_status_id: idOf(project.sourceStatus),
    project_project_category_id: idOf(project.category),
    project_project_type_id: idOf(project.type),
    project_installation_address_id: project.id + 1,
    project_source_system_id: 7,
    project_project_number: project.number,
    project_po_number: project.poNumber,
    project_project_desc: `${project.category} ${project.type}`,
    project_date_sold: soldAt,
    project_created_at: `${project.dateSold} 09:12:44`,
    project_modified_at: `${project.dateSold} 18:42:44`,
    project_created_by: 12,
    project_date_completed_date: project.completedOn ? `${project.completedOn} 16:05:00` : null,
    project_completion_date: project.completedOn ?? null,
    project_date_completion_user_id: project.completedOn ? 12 : null,
    project_current_activity: statusGroupOf(project.status) === "scheduled" ? "Reschedule" : null,
    project_est_job_duration: null,
    project_is_linked_project: 0,
    project_move_up_on_schedule: 0,
    project_category_category: project.category,
    project_category_category_id: idOf(project.category),
    project_type_project_type: project.type,
    project_type_project_type_id: idOf(project.type),
    status_info_status: project.status,
    status_info_status_id: idOf(project.status),
    status_info_status_type: statusGroupOf(project.status),
    source_status_status: project.sourceStatus,
    source_system_source_name: "Sample Retail System",
    service_time_duration_value: `${project.durationMinutes}.0000`,
    service_time_duration_type: "minute",
  };
}

function placeFields({ address, store, id }: SampleProject): DashboardRow {
  return {
    installation_address_address_id: id + 1,
    installation_address_address1: address.line,
    installation_address_address2: "",
    installation_address_city: address.city,
    installation_address_state: address.state,
    installation_address_zipcode: address.zip,
    // As the real one: no separators, no state.
    installation_address_full_address: `${address.line}${address.city}${address.zip}`,
    store_info_store_id: store.id,
    store_info_store_number: store.number,
    store_info_store_name: store.name,
    store_info_phone_number: store.phone,
    store_address_data_address1: "1 Store Plaza",
    store_address_data_city: address.city,
    store_address_data_state: address.state,
    store_address_data_zipcode: address.zip,
  };
}

function technicianFields({ technician }: SampleProject): DashboardRow {
  return {
    project_installer_Data_project_installer_id: technician ? technician.id * 10 : null,
    project_installer_Data_installer_id: technician?.id ?? null,
    installer_details_installer_id: technician?.id ?? null,
    installer_details_user_id: technician ? technician.id + 1 : null,
    user_idata_user_id: technician
      ? `00000000-0000-4000-8000-${String(technician.id).padStart(12, "0")}`
      : null,
    user_idata_first_name: technician?.firstName ?? null,
    user_idata_last_name: technician?.lastName ?? null,
    user_idata_installerbio: technician?.bio ?? null,
    ...technician?.privateData,
  };
}

function clientFields(office: SampleOffice): DashboardRow {
  return {
    client_timezone: office.timeZoneAsWritten,
    client_default_service_time: 42.2167,
    client_future_scheduling_days_limit: office.daysAhead,
    client_consecutive_jobs_break_time: 30,
    client_cx_scheduling_module: 1,
    client_job_identifier: "project_number",
  };
}

function documents({ hasDocuments, id }: SampleProject): DashboardRow[] {
  return hasDocuments ? [{ document_id: id + 2, document_name: "Work order.pdf", is_signed: 0 }] : [];
}

const quirkFields: Record<
  SampleProject["quirks"][number],
  (project: SampleProject, row: DashboardRow) => DashboardRow
> = {
  numbers_as_strings: (_, row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) =>
        typeof value === "number" ? [[name, String(value)]] : [],
      ),
    ),
  type_under_other_name: ({ type }) => ({ project_type_project_type: null, work_type: type }),
  no_address: (_, row) =>
    Object.fromEntries(
      Object.keys(row).flatMap((name) => (name.startsWith("installation_address_") ? [[name, null]] : [])),
    ),
  null_names: () => ({
    user_idata_first_name: null,
    user_idata_last_name: null,
    user_idata_installerbio: null,
    store_info_store_name: null,
    project_project_desc: null,
  }),
};
