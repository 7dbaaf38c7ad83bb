import type { LocalDate, LocalTime } from "#layer/domain/project.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats cost a millisecond to make and nothing to keep; there are as many as tenants have zones. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  formats.set(zone, made);
  return made;
}

/**
 * What calendar and clock show in an IANA zone at an instant (epoch milliseconds).
 * @throws RangeError when the zone is unknown or the instant is no finite number
 */
export function localAt(instantMs: number, zone: string): { date: LocalDate; time: LocalTime } {
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) fields[type] = value;
  const { year = "", month, day, hour, minute, second } = fields;
  return { date: `${year.padStart(4, "0")}-${month}-${day}`, time: `${hour}:${minute}:${second}` };
}
