import { isLocalDate } from "#layer/dates/today.ts";
import { Pf360Error } from "./pf360-client.ts";

/**
 * Paths of the Customer Scheduler API (fact sheet on PF360, section 1). Each part is checked against its form and then
 * encoded, so that nothing can rewrite the path.
 *
 * @throws Pf360Error `not_found` before anything is sent: a part of the wrong form names nothing in PF360
 */
export function pathsOf(clientId: string) {
  const client = part(clientId, /^[A-Z0-9]{1,20}$/);
  const ofProject = (projectId: string) => `/scheduler/client/${client}/project/${digits(projectId)}`;
  return {
    dashboard: (customerId: string) => `/dashboard/get/${client}/${digits(customerId)}`,
    businessHours: () => `/scheduler/client/${client}/business-hours`,
    reschedulerSlots: ({ projectId, from, to, requestId }: AvailabilityWindow) =>
      `${ofProject(projectId)}/date/${date(from)}/selected/${date(to)}/get-rescheduler-slots${query(requestId)}`,
    slotsChatbot: ({ projectId, from, to, requestId }: AvailabilityWindow) =>
      `${ofProject(projectId)}/startDate/${date(from)}/endDate/${date(to)}/slotsChatbot${query(requestId)}`,
    schedule: (projectId: string) => `${ofProject(projectId)}/schedule`,
    cancelReschedule: (projectId: string) => `${ofProject(projectId)}/cancel-reschedule`,
    cancelAppointment: (projectId: string) => `/scheduler/${client}/${digits(projectId)}/cancel-appointment`,
    addNote: (projectId: string) => `/project-notes/add/${client}/${digits(projectId)}`,
    listNotes: (customerId: string, projectId: string) =>
      `/communication/client/${client}/customer/${digits(customerId)}/project/${digits(projectId)}/notes`,
  };
}

export interface AvailabilityWindow {
  projectId: string;
  from: string;
  to: string;
  requestId?: number | undefined;
}

/**
 * The value, encoded, if it has the form.
 * @throws Pf360Error `not_found`
 */
function part(value: string, form: RegExp): string {
  if (!form.test(value)) throw new Pf360Error("not_found");
  return encodeURIComponent(value);
}

function digits(value: string): string {
  return part(value, /^\d{1,12}$/);
}

function date(value: string): string {
  if (!isLocalDate(value)) throw new Pf360Error("not_found");
  return value;
}

function query(requestId: number | undefined): string {
  return requestId === undefined ? "" : `?request_id=${part(String(requestId), /^\d{1,15}$/)}`;
}
