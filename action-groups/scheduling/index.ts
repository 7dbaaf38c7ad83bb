import type { AnyAction } from "#action-groups/action.ts";
import { cancelAppointment } from "./cancel-appointment.ts";
import { confirmAppointment } from "./confirm-appointment.ts";
import { getAvailableDates } from "./get-available-dates.ts";
import { getBusinessHours } from "./get-business-hours.ts";
import { getTimeSlots } from "./get-time-slots.ts";
import { listProjects } from "./list-projects.ts";

/** The actions of `scheduling-actions`, in the order in which a booking uses them. */
export const schedulingActions: readonly AnyAction[] = [
  listProjects,
  getAvailableDates,
  getTimeSlots,
  confirmAppointment,
  cancelAppointment,
  getBusinessHours,
];
