import { addDays, todayIn } from "#layer/dates/today.ts";
import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import { statusGroupOf } from "#layer/domain/project-status.ts";
import { dayNumber } from "./calendar.ts";
import { placesAt, startsOn } from "./capacity.ts";
import { techniciansOf } from "./make-world.ts";
import { officeOf } from "./office.ts";
import { hash32, seededRandom } from "./random.ts";
import type { SampleProject, SampleWorld } from "./world.ts";

/** One start of one tenant. */
export interface Slot {
  clientId: string;
  date: LocalDate;
  time: LocalTime;
}

/** What stands in the way of a booking. */
type BookingRefusal = "has_appointment" | "wrong_status" | "taken";

/**
 * The appointments of one world: a start never holds more visits than it has places, a project never more than one
 * appointment. All writes to a project's appointment and status go through here.
 */
export interface SampleBook {
  /** Places left at a start: 0 or more; 0 for a start that is not offered on that day at all. */
  freePlaces(slot: Slot): number;
  /** Start times with room, ascending; none today, in the past, or beyond the tenant's horizon. */
  freeStarts(clientId: string, date: LocalDate, nowMs: number): LocalTime[];
  /** Dates with room within [from, to], ascending. */
  freeDates(clientId: string, from: LocalDate, to: LocalDate, nowMs: number): LocalDate[];
  /** Takes a place. In review: the office must still agree, the place is held meanwhile. */
  schedule(
    project: SampleProject,
    wish: { date: LocalDate; time: LocalTime; nowMs: number; review: boolean },
  ): BookingRefusal | undefined;
  /** Gives the place back; false, and nothing changes, where there is no appointment that may be cancelled. */
  cancel(project: SampleProject, statusAfter: string): boolean;
  /** Takes every place that is left at a start, as other customers would. */
  fill(slot: Slot): void;
}

export function createBook(world: SampleWorld): SampleBook {
  // Places taken (or, after cancelling an appointment of the sample data, freed) since the world was made.
  const taken = new Map<string, number>();
  const keyOf = ({ clientId, date, time }: Slot) => `${clientId} ${date} ${time}`;

  function move(slot: Slot, by: number): void {
    taken.set(keyOf(slot), (taken.get(keyOf(slot)) ?? 0) + by);
  }

  function freePlaces(slot: Slot): number {
    const places = placesAt(world.seed, officeOf(slot.clientId), slot.date, slot.time);
    return places - (taken.get(keyOf(slot)) ?? 0);
  }

  function freeStarts(clientId: string, date: LocalDate, nowMs: number): LocalTime[] {
    const office = officeOf(clientId);
    const ahead = dayNumber(date) - dayNumber(todayIn(office.timeZone, nowMs));
    if (ahead < 1 || ahead > office.daysAhead) return [];
    return startsOn(office, date).filter((time) => freePlaces({ clientId, date, time }) > 0);
  }

  return {
    freePlaces,
    freeStarts,
    freeDates(clientId, from, to, nowMs) {
      const office = officeOf(clientId);
      const today = todayIn(office.timeZone, nowMs);
      const window = Array.from({ length: office.daysAhead }, (_, index) => addDays(today, index + 1));
      return window.filter(
        (date) => date >= from && date <= to && freeStarts(clientId, date, nowMs).length > 0,
      );
    },
    schedule(project, { date, time, nowMs, review }) {
      if (project.appointment) return "has_appointment";
      const group = statusGroupOf(project.status);
      if (group !== "schedulable" && group !== "unknown") return "wrong_status";
      if (!freeStarts(project.clientId, date, nowMs).includes(time)) return "taken";
      move({ clientId: project.clientId, date, time }, 1);
      delete project.leftover;
      project.appointment = { date, time, state: review ? "in_review" : "booked", bookedAtMs: nowMs };
      project.status = review ? "Pending Confirmation" : "Scheduled";
      if (!review) {
        const technicians = techniciansOf(world.seed, project.clientId);
        project.technician = seededRandom(`${project.id} ${hash32(date)}`).pick(technicians);
      }
      return undefined;
    },
    cancel(project, statusAfter) {
      const { appointment, leftover, clientId } = project;
      const group = statusGroupOf(project.status);
      if (group !== "scheduled" && group !== "schedulable") return false;
      if (!appointment && !leftover) return false;
      if (appointment) move({ clientId, date: appointment.date, time: appointment.time }, -1);
      delete project.appointment;
      delete project.leftover;
      delete project.technician;
      project.status = statusAfter;
      return true;
    },
    fill(slot) {
      move(slot, Math.max(0, freePlaces(slot)));
    },
  };
}
