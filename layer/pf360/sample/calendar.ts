import { fromZonedTime } from "date-fns-tz";
import { timeLabel } from "#layer/dates/print.ts";
import { localAt } from "#layer/dates/zoned.ts";
import type { LocalDate, LocalTime } from "#layer/domain/project.ts";

/** Whole days since the epoch. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** The instant of a local date and time, in epoch milliseconds. */
export function instantOf(date: LocalDate, time: LocalTime, zone: string): number {
  return fromZonedTime(`${date}T${time}`, zone).getTime();
}

/** PF360's converted form, in the tenant's zone: `MM-DD-YYYY hh:mm AM`. */
export function convertedDate(instantMs: number, zone: string): string {
  const { date, time } = localAt(instantMs, zone);
  return `${date.slice(5)}-${date.slice(0, 4)} ${timeLabel(time).padStart(8, "0")}`;
}

/** A zone-less timestamp as PF360's rows hold them: `YYYY-MM-DD HH:mm:ss`. */
export function timestamp(instantMs: number, zone: string): string {
  const { date, time } = localAt(instantMs, zone);
  return `${date} ${time}`;
}
