import { addDays, isLocalDate } from "#layer/dates/today.ts";
import type { LocalDate } from "#layer/domain/project.ts";
import { statusGroupOf } from "#layer/domain/project-status.ts";
import { officeOf } from "../office.ts";
import type { SampleProject } from "../world.ts";
import {
  answered,
  type Endpoint,
  type EndpointCall,
  forProject,
  refused,
  type SampleAnswer,
} from "./endpoint.ts";

type Variant = "get-rescheduler-slots" | "slotsChatbot";

/** How many days one call with twice the same date looks at; PF360's own clients ask for ten. */
const usualDays = 10;

/** Base date and selected date; dates from the base on, slots of the selected one. */
export const getReschedulerSlots: Endpoint = forProject({
  method: "GET",
  path: "/scheduler/client/{client}/project/{project}/date/{from}/selected/{to}/get-rescheduler-slots",
  answer: (project, call) => availability("get-rescheduler-slots", project, call),
});

/** For new bookings; refuses a project that has an appointment, and moves a project on to "Ready to Schedule". */
export const slotsChatbot: Endpoint = forProject({
  method: "GET",
  path: "/scheduler/client/{client}/project/{project}/startDate/{from}/endDate/{to}/slotsChatbot",
  answer: (project, call) => availability("slotsChatbot", project, call),
});

function availability(variant: Variant, project: SampleProject, call: EndpointCall): SampleAnswer {
  const { from = "", to = "" } = call.params;
  if (!isLocalDate(from) || !isLocalDate(to)) return refused(400, "Invalid date");
  const asked = call.query.get("request_id");
  if (asked !== null && !call.requestIds.isValid(Number(asked), project.id, call.nowMs)) {
    return refused(400, "Invalid or expired request_id");
  }
  if (project.appointment && refusesBooked(variant, call)) {
    const state = project.appointment.state === "in_review" ? "requested" : "scheduled";
    return refused(400, `Project is already ${state}`);
  }
  const group = statusGroupOf(project.status);
  const isOpen = group === "schedulable" || group === "unknown" || project.appointment !== undefined;
  if (!isOpen && variant === "slotsChatbot")
    return refused(400, "Scheduling is not allowed for this project status");
  if (variant === "slotsChatbot" && project.status === "Ready for Auto Call")
    project.status = "Ready to Schedule";
  return answered("Slots fetched successfully", {
    slots: isOpen ? slots(variant, project, from, to, call) : [],
    dates: isOpen ? dates(variant, project, from, to, call) : [],
    request_id: call.requestIds.issue(project.id, call.nowMs),
  });
}

function refusesBooked(variant: Variant, { switches }: EndpointCall): boolean {
  if (switches.availabilityWhenBooked === "by_endpoint") return variant === "slotsChatbot";
  return switches.availabilityWhenBooked === "refuses";
}

function dates(variant: Variant, project: SampleProject, from: LocalDate, to: LocalDate, call: EndpointCall) {
  const last = variant === "get-rescheduler-slots" && from === to ? addDays(from, usualDays - 1) : to;
  const found = call.book.freeDates(project.clientId, from, last, call.nowMs);
  // As the real one: slotsChatbot's dates come in no order.
  return variant === "slotsChatbot" ? found.toReversed() : found;
}

/** With a range, slotsChatbot's slots are the day's usual starts and say nothing about any date. */
function slots(variant: Variant, project: SampleProject, from: LocalDate, to: LocalDate, call: EndpointCall) {
  if (variant === "slotsChatbot" && from !== to) return [...(officeOf(project.clientId).starts[1] ?? [])];
  return call.book.freeStarts(project.clientId, to, call.nowMs);
}
