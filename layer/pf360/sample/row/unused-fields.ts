/**
 * Fields of a dashboard row that nobody reads and that are mostly empty (some are filled where a technician is), by
 * prefix. They are there so that a row is as
 * wide as PF360's: what we use must be found among them, and nothing else may get through.
 */
const empty: Readonly<Record<string, string>> = {
  project_: `
    windows products tier year_built product_available_date pick_up_date pickup_required rts_follow_up_date
    reschedule_reason_id confirmation_status_id production_type_id current_activity lead_safe_required lead_test_result
    lead_test_date permit_required permit_number permit_received_date hoa_required hoa_approved_date balance_due
    amount_financed contract_amount change_order_amount cancellation_reason_id cancellation_date cancelled_by
    on_hold_reason_id on_hold_date on_hold_until dead_reason_id archive_date archived_by priority_id rush_flag
    measure_date measure_user_id measure_completed_date order_placed_date order_number_vendor vendor_id
    expected_delivery_date actual_delivery_date delivery_window_start delivery_window_end warehouse_id warehouse_bin
    truck_id load_number square_footage linear_footage units_count stairs_count rooms_count removal_required
    haul_away_required furniture_move_required pets_on_site gate_code_required access_notes special_instructions
    internal_notes_count external_notes_count last_note_at last_call_at last_call_result call_attempts
    next_call_at auto_call_enabled sms_opt_in email_opt_in preferred_language preferred_contact_time
    survey_sent_at survey_score survey_comment warranty_start warranty_end warranty_claim_id service_call_parent_id
    parent_project_id linked_project_group external_reference_1 external_reference_2 external_reference_3 imported_at
    import_batch_id last_synced_at sync_error sync_attempts sales_rep_id sales_rep_code sales_channel promo_code
    deposit_received_date final_payment_date commission_flag labor_cost material_cost po_amount po_status`,
  installation_address_: `
    latitude longitude occupant_type address_line_3 county country_code cross_street geocode_accuracy verified_at
    verified_by parcel_number gate_code lock_box_code parking_notes is_multi_unit unit_count floor_number`,
  store_info_: `
    region district division manager_id market_id cost_center opened_at closed_at fax_number email_group is_active
    timezone_override default_warehouse_id tax_region`,
  installer_details_: `
    skill_tier_id crew_id crew_name license_state license_expiry insurance_carrier insurance_policy insurance_expiry
    background_check_date drug_test_date vehicle_plate vehicle_make vehicle_capacity hire_date termination_date
    pay_type pay_rate_id w9_received is_subcontractor company_name rating_average rating_count max_jobs_per_day ssn tax_id driver_license
    bank_account shirt_size`,
  user_idata_: `
    middle_name profile_image_url role_id department_id manager_user_id last_login_at locale
    two_factor_enabled notification_settings signature_url dob contact_no email home_address emergency_contact_name
    emergency_contact_number emergency_contact_relation`,
  project_installer_Data_: `
    accepted_at declined_at decline_reason check_in_at check_out_at travel_minutes route_order crew_size
    helper_installer_id confirmation_sent_at reminder_sent_at completed_flag payout_id`,
  source_system_: "source_code import_enabled export_enabled webhook_url api_version last_import_at",
  confirmation_status_: "status color sort_order",
};

export const unusedFields: Readonly<Record<string, null>> = Object.fromEntries(
  Object.entries(empty).flatMap(([prefix, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [`${prefix}${name}`, null]),
  ),
);
