import { expect } from "vitest";
import type { Tenant } from "#layer/domain/tenant.ts";
import type { Pf360Client } from "#layer/pf360/pf360-client.ts";
import { dashboardRow } from "#tests/builders/dashboard-row.ts";

/** The things that a case speaks of; another PF360 has its own. */
export interface Scene {
  clientId: string;
  customerId: string;
  projectId: string;
  from: string;
  to: string;
  date: string;
  time: string;
  requestId: number;
}

export const testScene: Scene = {
  clientId: "TESTHOME",
  customerId: "1645975",
  projectId: "4100023",
  from: "2026-11-24",
  to: "2026-12-04",
  date: "2026-12-03",
  time: "13:00:00",
  requestId: 90417,
};

/** One endpoint: how it is asked, a good answer, and what holds of the result whichever PF360 answers. */
export interface EndpointCase {
  name: string;
  effect: "read" | "write";
  method: "GET" | "POST";
  /** The tenant's variant that leads here. */
  variant: Partial<Pick<Tenant, "availability" | "cancel" | "notes">>;
  path(scene: Scene): string;
  body?(scene: Scene): Record<string, string | number>;
  call(client: Pf360Client, scene: Scene): Promise<unknown>;
  answer(scene: Scene): unknown;
  expectSound(result: unknown, scene: Scene): void;
}

const localDate = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/);
const localTime = expect.stringMatching(/^\d{2}:\d{2}:\d{2}$/);
const project = ({ clientId, projectId }: Scene) => `/scheduler/client/${clientId}/project/${projectId}`;
const createdAt = "11-24-2026 02:30:00";

function expectOffer(result: unknown, each: unknown): void {
  const { offered, requestId } = result as { offered: string[]; requestId: unknown };
  expect(offered.length).toBeGreaterThan(0);
  for (const value of offered) expect(value).toEqual(each);
  expect(offered).toEqual([...new Set(offered)].sort());
  expect(requestId).toEqual(expect.any(Number));
}

const availabilityAnswer = ({ date }: Scene) => ({
  message: "Slots fetched successfully",
  data: { dates: [date, "2026-11-25"], slots: ["15:00:00", "13:00:00"], request_id: 90418 },
});

const datesCall: EndpointCase["call"] = (client, { projectId, from, to }) =>
  client.listAvailableDates({ projectId, from, to });
const slotsCall: EndpointCase["call"] = (client, { projectId, date, requestId }) =>
  client.listTimeSlots({ projectId, date, requestId });

export const endpointCases: readonly EndpointCase[] = [
  {
    name: "dashboard",
    effect: "read",
    method: "GET",
    variant: {},
    path: ({ clientId, customerId }) => `/dashboard/get/${clientId}/${customerId}`,
    call: (client) => client.listProjects(),
    answer: ({ projectId }) => ({
      message: "Dashboard data",
      data: [dashboardRow({ project_project_id: Number(projectId) })],
    }),
    expectSound(result, { projectId }) {
      expect(result).toContainEqual(
        expect.objectContaining({
          id: projectId,
          number: expect.any(String),
          statusGroup: expect.any(String),
        }),
      );
    },
  },
  {
    name: "business-hours",
    effect: "read",
    method: "GET",
    variant: {},
    path: ({ clientId }) => `/scheduler/client/${clientId}/business-hours`,
    call: (client) => client.getBusinessHours(),
    answer: () => ({
      message: "Business hours",
      data: { workHours: [{ day: "Monday", is_working: true, start: "08:00:00", end: "18:00:00" }] },
    }),
    expectSound(result) {
      expect(result).toHaveLength(7);
      expect(result).toContainEqual({ day: "Monday", open: true, from: localTime, to: localTime });
    },
  },
  {
    name: "get-rescheduler-slots for dates",
    effect: "read",
    method: "GET",
    variant: { availability: "get-rescheduler-slots" },
    path: (scene) => `${project(scene)}/date/${scene.from}/selected/${scene.to}/get-rescheduler-slots`,
    call: datesCall,
    answer: availabilityAnswer,
    expectSound: (result) => expectOffer(result, localDate),
  },
  {
    name: "get-rescheduler-slots for a day's slots",
    effect: "read",
    method: "GET",
    variant: { availability: "get-rescheduler-slots" },
    path: (scene) =>
      `${project(scene)}/date/${scene.date}/selected/${scene.date}/get-rescheduler-slots?request_id=${scene.requestId}`,
    call: slotsCall,
    answer: availabilityAnswer,
    expectSound: (result) => expectOffer(result, localTime),
  },
  {
    name: "slotsChatbot for dates",
    effect: "read",
    method: "GET",
    variant: { availability: "slotsChatbot" },
    path: (scene) => `${project(scene)}/startDate/${scene.from}/endDate/${scene.to}/slotsChatbot`,
    call: datesCall,
    answer: availabilityAnswer,
    expectSound: (result) => expectOffer(result, localDate),
  },
  {
    name: "slotsChatbot for a day's slots",
    effect: "read",
    method: "GET",
    variant: { availability: "slotsChatbot" },
    path: (scene) =>
      `${project(scene)}/startDate/${scene.date}/endDate/${scene.date}/slotsChatbot?request_id=${scene.requestId}`,
    call: slotsCall,
    answer: availabilityAnswer,
    expectSound: (result) => expectOffer(result, localTime),
  },
  {
    name: "schedule",
    effect: "write",
    method: "POST",
    variant: {},
    path: (scene) => `${project(scene)}/schedule`,
    body: ({ date, time, requestId }) => ({
      created_at: createdAt,
      date,
      time,
      request_id: requestId,
      is_chatbot: "true",
    }),
    call: (client, { projectId, date, time, requestId }) =>
      client.schedule({ projectId, date, time, requestId, createdAt }),
    answer: () => ({ message: "Appointment scheduled successfully", data: true }),
    expectSound: (result) => expect(result).toEqual({ state: "booked" }),
  },
  {
    name: "cancel-reschedule",
    effect: "write",
    method: "GET",
    variant: { cancel: "cancel-reschedule" },
    path: (scene) => `${project(scene)}/cancel-reschedule`,
    call: (client, { projectId }) => client.cancel(projectId),
    answer: () => ({ message: "Appointment cancelled", data: { dates: [], slots: [], request_id: 90419 } }),
    expectSound: (result) => expect(result).toBeUndefined(),
  },
  {
    name: "cancel-appointment",
    effect: "write",
    method: "GET",
    variant: { cancel: "cancel-appointment" },
    path: ({ clientId, projectId }) => `/scheduler/${clientId}/${projectId}/cancel-appointment`,
    call: (client, { projectId }) => client.cancel(projectId),
    answer: () => ({ data: { message: "Appointment cancelled successfully" } }),
    expectSound: (result) => expect(result).toBeUndefined(),
  },
  {
    name: "project-notes/add",
    effect: "write",
    method: "POST",
    variant: {},
    path: ({ clientId, projectId }) => `/project-notes/add/${clientId}/${projectId}`,
    body: () => ({ note_text: "Gate code 4711, a dog in the yard" }),
    call: (client, { projectId }) => client.addNote(projectId, "Gate code 4711, a dog in the yard"),
    answer: () => ({ message: "Note added successfully", data: true }),
    expectSound: (result) => expect(result).toBeUndefined(),
  },
  {
    name: "notes list",
    effect: "read",
    method: "GET",
    variant: { notes: "list" },
    path: ({ clientId, customerId, projectId }) =>
      `/communication/client/${clientId}/customer/${customerId}/project/${projectId}/notes`,
    call: (client, { projectId }) => client.listNotes(projectId),
    answer: () => ({ message: "Notes", data: { notes: [{ id: 1, note_text: "Ring twice" }] } }),
    expectSound: (result) =>
      expect(result).toContainEqual(expect.objectContaining({ text: expect.any(String) })),
  },
];

/** The case of that name. */
export function endpointCase(name: string): EndpointCase {
  const found = endpointCases.find((endpoint) => endpoint.name === name);
  if (!found) throw new Error(`No endpoint case is named ${name}.`);
  return found;
}
