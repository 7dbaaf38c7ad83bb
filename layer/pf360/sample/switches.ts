/**
 * The unknowns of the real PF360 on which our code acts differently (fact sheet on PF360, section 7), each with the
 * answer that the sample engine gives.
 */
export interface SampleSwitches {
  /** The status that a project has after each cancel. */
  statusAfterCancel: { "cancel-reschedule": string; "cancel-appointment": string };
  /** How long a `request_id` may be used. */
  requestIdLifeSeconds: number;
  /** Whether a `request_id` holds for the project it was issued for, or for any. */
  requestIdScope: "project" | "any";
  /** Client ids whose bookings the office must still agree to. */
  reviewedTenants: readonly string[];
  /**
   * Whether availability answers for a project that has an appointment. `by_endpoint`: get-rescheduler-slots does,
   * slotsChatbot refuses with a 400.
   */
  availabilityWhenBooked: "by_endpoint" | "answers" | "refuses";
}

export const defaultSwitches: SampleSwitches = {
  statusAfterCancel: { "cancel-reschedule": "Pending Reschedule", "cancel-appointment": "Not Scheduled" },
  requestIdLifeSeconds: 3600,
  requestIdScope: "project",
  reviewedTenants: [],
  availabilityWhenBooked: "by_endpoint",
};
