import * as z from "zod";
import { addDays, isLocalDate, todayIn } from "#layer/dates/today.ts";
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

/** What PF360 wants to hear; strict where the real one is not known to be, so that a slip of ours shows. */
const scheduleBody = z.object({
  date: z.string().refine(isLocalDate),
  time: z.string().regex(/^\d{2}:\d{2}:\d{2}$/),
  request_id: z.number().int(),
  created_at: z.string().regex(/^\d{2}[-/]\d{2}[-/]\d{4} \d{2}:\d{2}:\d{2}$/),
  is_chatbot: z.literal("true").optional(),
});

const wrongStatus = "Project status should be Customer to Schedule";

export const schedule: Endpoint = forProject({
  method: "POST",
  path: "/scheduler/client/{client}/project/{project}/schedule",
  answer(project, { body, book, requestIds, switches, nowMs }) {
    const parsed = scheduleBody.safeParse(body);
    if (!parsed.success) return refused(400, `Invalid ${parsed.error.issues[0]?.path.join(".") || "body"}`);
    const { date, time, request_id } = parsed.data;
    // A second booking is told as such, whatever became of its request_id.
    if (!project.appointment && !requestIds.isValid(request_id, project.id, nowMs)) {
      return refused(400, "Invalid or expired request_id");
    }
    const review = switches.reviewedTenants.includes(project.clientId);
    switch (book.schedule(project, { date, time, nowMs, review })) {
      case "has_appointment":
        return refused(400, "Invalid process step: project is already scheduled");
      case "wrong_status":
        return refused(400, wrongStatus);
      case "taken":
        return refused(409, "Selected time slot is no longer available");
      case undefined:
        return answered(
          review
            ? "Your request was submitted and is pending review by the office"
            : "Appointment scheduled successfully",
          true,
        );
    }
  },
});

/** Cancels at once and opens rebooking. With the wrong state it answers 200 with an error, as was seen. */
export const cancelReschedule: Endpoint = forProject({
  method: "GET",
  path: "/scheduler/client/{client}/project/{project}/cancel-reschedule",
  answer(project, call) {
    if (!call.book.cancel(project, call.switches.statusAfterCancel["cancel-reschedule"])) {
      return { status: 200, body: { error: wrongStatus, message: wrongStatus, data: null } };
    }
    return answered("Appointment cancelled, please select a new date", offerAgain(project, call));
  },
});

/** The pure cancel. */
export const cancelAppointment: Endpoint = forProject({
  method: "GET",
  path: "/scheduler/{client}/{project}/cancel-appointment",
  answer(project, call): SampleAnswer {
    if (!call.book.cancel(project, call.switches.statusAfterCancel["cancel-appointment"])) {
      return refused(400, wrongStatus);
    }
    return { status: 200, body: { data: { message: "Appointment cancelled successfully" } } };
  },
});

function offerAgain({ id, clientId }: SampleProject, { book, requestIds, nowMs }: EndpointCall) {
  const today = todayIn(officeOf(clientId).timeZone, nowMs);
  return {
    dates: book.freeDates(clientId, today, addDays(today, 10), nowMs),
    slots: [],
    request_id: requestIds.issue(id, nowMs),
  };
}
