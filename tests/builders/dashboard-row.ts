/**
 * A dashboard row as wide as PF360's: 270 and more flat fields, the technician's private data and the bulk arrays among
 * them. All values are made up. Every private value holds `PRIVATE`, so that a test can look for what must not get through.
 */
export function dashboardRow(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...unused, ...privateFields, ...used, ...bulk, ...fields };
}

/** The word in every private value. */
export const privateMark = "PRIVATE";

const used = {
  project_project_id: 4100023,
  project_project_number: "74356_1",
  project_po_number: "PO-88120",
  project_client_id: "TESTHOME",
  project_customer_id: 1645975,
  project_date_sold: "2026-09-02T00:00:00.000Z",
  project_date_scheduled_start: "2026-12-03T15:00:00.000Z",
  project_date_scheduled_end: "2026-12-03T19:00:00.000Z",
  project_date_scheduled_date: "2026-10-20 09:12:44",
  convertedProjectStartScheduledDate: "12-03-2026 10:00 AM",
  convertedProjectEndScheduledDate: "12-03-2026 02:00 PM",
  project_installer_Data_installer_arrival_start_time: "09:30:00",
  project_installer_Data_installer_arrival_end_time: "11:00:00",
  project_category_category: "Flooring",
  project_type_project_type: "Installation",
  status_info_status: "Scheduled",
  source_status_status: "Ready To Schedule",
  installation_address_address1: "12 Sample Street",
  installation_address_address2: "Unit 4",
  installation_address_city: "Springfield",
  installation_address_state: "NY",
  installation_address_zipcode: "10001",
  installation_address_full_address: "12 Sample StreetUnit 4Springfield10001",
  store_info_store_name: "Sample Store",
  store_info_store_number: 2711,
  store_info_phone_number: "(212) 555-0117",
  user_idata_first_name: "Alex",
  user_idata_last_name: "Sample",
  user_idata_installerbio: "Floors since 2009.",
  service_time_duration_value: "240.0000",
  service_time_duration_type: "minute",
  client_timezone: "US/Eastern",
  client_default_service_time: 42.2167,
  client_future_scheduling_days_limit: 60,
  projectDocument: [],
};

const privateFields = Object.fromEntries(
  [
    "installer_details_ssn",
    "installer_details_tax_id",
    "installer_details_shirt_size",
    "installer_details_bank_account",
    "installer_details_driver_license",
    "user_idata_dob",
    "user_idata_contact_no",
    "user_idata_email",
    "user_idata_home_address",
    "user_idata_emergency_contact_name",
    "user_idata_emergency_contact_no",
    "user_idata_emergency_contact_relation",
    "user_idata_profile_image_url",
    "project_internal_remarks",
  ].map((name) => [name, `${privateMark}-${name}`]),
);

const unused = Object.fromEntries(
  ["project", "installer_details", "store_info", "source_status", "client", "user_idata"].flatMap((group) =>
    Array.from({ length: 40 }, (_, index) => [
      `${group}_unused_${index}`,
      [null, index, `${index}`, "", false][index % 5],
    ]),
  ),
);

const triples = (length: number) =>
  Array.from({ length }, (_, index) => ({ id: index, client_id: 17, ref: 1_000 + index }));

const bulk = {
  client_app_job_statuses: triples(133),
  client_app_job_types: triples(46),
  client_app_job_categories: triples(152),
};
