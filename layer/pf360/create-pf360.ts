import { type Operation, requireSuccess } from "./classify.ts";
import type { Exchange } from "./exchange.ts";
import { type AvailabilityWindow, pathsOf } from "./paths.ts";
import {
  type Pf360,
  type Pf360Client,
  Pf360Error,
  type Pf360Request,
  type ScheduleRequest,
} from "./pf360-client.ts";
import { scheduleBody } from "./schedule-body.ts";
import { readDates, readSlots } from "./wire/availability.ts";
import { readBooking } from "./wire/booking.ts";
import { readBusinessHours } from "./wire/business-hours.ts";
import { readDashboard } from "./wire/dashboard.ts";
import type { Envelope } from "./wire/envelope.ts";
import { readNotes } from "./wire/notes.ts";

/**
 * The PF360 client over any transport: paths, bodies, wire shapes and outcomes are the same for all. The tenant's record
 * chooses among the endpoints that PF360 has two of.
 */
export function createPf360(exchange: Exchange): Pf360 {
  return (caller): Pf360Client => {
    const { tenant, customerId } = caller;
    const paths = () => pathsOf(tenant.client_id);

    const write = async (request: Pf360Request, operation: Operation): Promise<Envelope> =>
      requireSuccess(await exchange.send({ ...request, effect: "write" }, caller), operation);

    const read = async <T>(
      path: string,
      operation: Operation,
      parse: (envelope: Envelope) => T | undefined,
    ): Promise<T> => {
      const answer = await exchange.send({ method: "GET", path, effect: "read" }, caller);
      const parsed = parse(requireSuccess(answer, operation));
      if (parsed === undefined) throw new Pf360Error("down", { status: answer.status });
      return parsed;
    };

    const availabilityPath = (window: AvailabilityWindow): string =>
      tenant.availability === "slotsChatbot"
        ? paths().slotsChatbot(window)
        : paths().reschedulerSlots(window);

    const readTimes = (window: AvailabilityWindow) =>
      read(availabilityPath(window), "availability", readSlots);

    const scheduleRequest = (request: ScheduleRequest): Pf360Request => ({
      method: "POST",
      path: paths().schedule(request.projectId),
      body: scheduleBody(request),
    });

    const cancelRequest = (projectId: string): Pf360Request => ({
      method: "GET",
      path:
        tenant.cancel === "cancel-appointment"
          ? paths().cancelAppointment(projectId)
          : paths().cancelReschedule(projectId),
    });

    return {
      listProjects: async () =>
        read(paths().dashboard(customerId), "list", (envelope) => readDashboard(envelope, tenant.time_zone)),

      getBusinessHours: async () => read(paths().businessHours(), "list", readBusinessHours),

      // The slots that come with a range say nothing about any one of its days.
      listAvailableDates: async (window) =>
        read(availabilityPath(window), "availability", (envelope) => readDates(envelope, window)),

      async listTimeSlots({ projectId, date, requestId }) {
        const day = { projectId, from: date, to: date };
        try {
          return await readTimes({ ...day, requestId });
        } catch (error) {
          // How long a request id lives is not documented; without one PF360 issues a fresh one.
          if (!isSlotGone(error) || requestId === undefined) return noneIfGone(error);
        }
        return readTimes(day).catch(noneIfGone);
      },

      scheduleRequest,
      schedule: async (request) => readBooking(await write(scheduleRequest(request), "schedule")),

      cancelRequest,
      async cancel(projectId) {
        await write(cancelRequest(projectId), "cancel");
      },

      async addNote(projectId, text) {
        await write(
          { method: "POST", path: paths().addNote(projectId), body: { note_text: text } },
          "add_note",
        );
      },

      listNotes: async (projectId) => read(paths().listNotes(customerId, projectId), "list", readNotes),
    };
  };
}

function isSlotGone(error: unknown): boolean {
  return error instanceof Pf360Error && error.code === "slot_taken";
}

/** Where PF360 says that the day is no longer on offer, there are no slots. */
function noneIfGone(error: unknown): { offered: []; requestId: undefined } {
  if (isSlotGone(error)) return { offered: [], requestId: undefined };
  throw error;
}
