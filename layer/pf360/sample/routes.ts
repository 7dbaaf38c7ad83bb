import { cancelAppointment, cancelReschedule, schedule } from "./endpoints/appointments.ts";
import { getReschedulerSlots, slotsChatbot } from "./endpoints/availability.ts";
import { getBusinessHours, getDashboard } from "./endpoints/dashboard.ts";
import type { Endpoint } from "./endpoints/endpoint.ts";
import { addNote, listNotes } from "./endpoints/notes.ts";

const endpoints: readonly Endpoint[] = [
  getDashboard,
  getBusinessHours,
  getReschedulerSlots,
  slotsChatbot,
  schedule,
  cancelReschedule,
  cancelAppointment,
  addNote,
  listNotes,
];

const routes = endpoints.map((endpoint) => ({ endpoint, parts: endpoint.path.split("/") }));

export interface Route {
  endpoint: Endpoint;
  params: Record<string, string>;
}

/** The endpoint of a path (without query) and its parameters; undefined where PF360 has none. */
export function findRoute(method: string, pathname: string): Route | undefined {
  const asked = pathname.split("/");
  for (const { endpoint, parts } of routes) {
    if (endpoint.method !== method || parts.length !== asked.length) continue;
    const params: Record<string, string> = {};
    const fits = parts.every((part, index) => {
      const value = asked[index] ?? "";
      if (!part.startsWith("{")) return part === value;
      params[part.slice(1, -1)] = value;
      return value !== "";
    });
    if (fits) return { endpoint, params };
  }
  return undefined;
}
