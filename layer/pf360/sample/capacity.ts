import { weekdayOf } from "#layer/dates/today.ts";
import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import { dayNumber } from "./calendar.ts";
import type { SampleOffice } from "./office.ts";
import { hash32 } from "./random.ts";

/** Technicians who can be free at one start. */
const crews = 3;
/** One day of work in so many is full from the outset. */
const fullDayEvery = 5;

/** The start times of a day, free or not; none when nobody works. */
export function startsOn(office: SampleOffice, date: LocalDate): readonly LocalTime[] {
  return office.starts[weekdayOf(date)] ?? [];
}

/**
 * How many visits can start then, before any of this book's own appointments: 0 to 3, from the seed. Some days of work
 * are full; on every other one at least one start is free.
 */
export function placesAt(seed: string, office: SampleOffice, date: LocalDate, time: LocalTime): number {
  const starts = startsOn(office, date);
  const index = starts.indexOf(time);
  const day = dayNumber(date);
  if (index < 0 || (day + hash32(`${seed} ${office.clientId}`)) % fullDayEvery === 0) return 0;
  const places = hash32(`${seed} ${office.clientId} ${date} ${time}`) % (crews + 1);
  return index === day % starts.length ? Math.max(places, 1) : places;
}
