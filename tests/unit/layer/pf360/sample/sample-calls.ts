import type { SampleEngine } from "#layer/pf360/sample/engine.ts";
import { createSampleEngine } from "#layer/pf360/sample/engine.ts";
import type { SampleSwitches } from "#layer/pf360/sample/switches.ts";
import type { SampleProject } from "#layer/pf360/sample/world.ts";
import { settableClock } from "#tests/builders/clock.ts";

/** Monday, November 23, 2026, 10 AM in New York. */
export const monday = "2026-11-23T15:00:00Z";

/** An engine on a clock that stands. */
export function engineAt(now = monday, options: { seed?: string; switches?: Partial<SampleSwitches> } = {}) {
  const clock = settableClock(now);
  return { clock, engine: createSampleEngine({ clock, ...options }) };
}

/** The first project of that category, type and status, and calls in its customer's name. */
export function callsFor(
  engine: SampleEngine,
  wanted: { customerId: string; category: string; type?: string; status?: string },
) {
  const { customerId, category, type = "Installation", status } = wanted;
  const customer = engine.customers().find((found) => found.customerId === customerId);
  const project = customer?.projects.find(
    (found) =>
      found.category === category && found.type === type && (status === undefined || found.status === status),
  );
  if (!project) throw new Error(`no ${category} ${type} of ${customerId}`);
  return { project, ...callsOf(engine, project) };
}

/** Each call answers status and body; `offer` takes the newest request_id and the dates or slots from it. */
export function callsOf(engine: SampleEngine, { id, clientId, customerId }: SampleProject) {
  const identity = { clientId, customerId };
  const ofProject = `/scheduler/client/${clientId}/project/${id}`;
  const get = (path: string) => engine.handle({ method: "GET", path }, identity);
  const slots = (from: string, to: string, query = "") =>
    get(`${ofProject}/date/${from}/selected/${to}/get-rescheduler-slots${query}`);
  const slotsChatbot = (from: string, to: string, query = "") =>
    get(`${ofProject}/startDate/${from}/endDate/${to}/slotsChatbot${query}`);
  return {
    dashboard: () => get(`/dashboard/get/${clientId}/${customerId}`),
    slots,
    slotsChatbot,
    offer: (from: string, to: string) => offerOf(slots(from, to).body),
    schedule: (body: unknown) =>
      engine.handle({ method: "POST", path: `${ofProject}/schedule`, body }, identity),
    cancelReschedule: () => get(`${ofProject}/cancel-reschedule`),
    cancelAppointment: () => get(`/scheduler/${clientId}/${id}/cancel-appointment`),
    addNote: (body: unknown) =>
      engine.handle({ method: "POST", path: `/project-notes/add/${clientId}/${id}`, body }, identity),
    listNotes: () => get(`/communication/client/${clientId}/customer/${customerId}/project/${id}/notes`),
  };
}

export interface Offer {
  dates: string[];
  slots: string[];
  request_id: number;
}

export function offerOf(body: unknown): Offer {
  return (body as { data: Offer }).data;
}

/** A booking as our client sends it. */
export function bookingOf(date: string, time: string, request_id: unknown) {
  return { date, time, request_id, created_at: "11-23-2026 20:30:00", is_chatbot: "true" };
}

export function rowsOf(body: unknown): Record<string, unknown>[] {
  return (body as { data: Record<string, unknown>[] }).data;
}
