import type { LocalTime } from "#layer/domain/project.ts";

/** How one tenant works: what its PF360 configuration would say. */
export interface SampleOffice {
  clientId: string;
  /** IANA; the zone of its dates. */
  timeZone: string;
  /** The older name that PF360 writes into its rows. */
  timeZoneAsWritten: string;
  /** How far ahead dates are offered. */
  daysAhead: number;
  /** Start times of visits by weekday, 0 = Sunday; none on a day without an entry. */
  starts: Readonly<Record<number, readonly LocalTime[]>>;
  /** Office hours by weekday, 0 = Sunday; closed on a day without an entry. */
  hours: Readonly<Record<number, readonly [from: LocalTime, to: LocalTime]>>;
}

function everyWeekday<T>(value: T): Record<number, T> {
  return { 1: value, 2: value, 3: value, 4: value, 5: value };
}

const east: SampleOffice = {
  clientId: "EASTHOME",
  timeZone: "America/New_York",
  timeZoneAsWritten: "US/Eastern",
  daysAhead: 60,
  starts: { ...everyWeekday(["08:00:00", "10:00:00", "13:00:00", "15:00:00"]), 6: ["09:00:00", "11:00:00"] },
  hours: { ...everyWeekday(["08:00:00", "18:00:00"] as const), 6: ["09:00:00", "13:00:00"] },
};

const west: SampleOffice = {
  clientId: "WESTHOME",
  timeZone: "America/Los_Angeles",
  timeZoneAsWritten: "US/Pacific",
  daysAhead: 45,
  starts: everyWeekday(["08:30:00", "10:30:00", "13:30:00", "15:30:00", "17:30:00"]),
  hours: everyWeekday(["08:30:00", "19:00:00"] as const),
};

/** The office of a tenant; a tenant that the samples do not know works as the first one does. */
export function officeOf(clientId: string): SampleOffice {
  return clientId === west.clientId ? west : { ...east, clientId };
}
