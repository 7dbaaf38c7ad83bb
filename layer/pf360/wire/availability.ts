import * as z from "zod";
import { parseDate, parseTime } from "#layer/dates/pf360.ts";
import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import type { AvailabilityAnswer } from "../pf360-client.ts";
import type { Envelope } from "./envelope.ts";
import { count, list } from "./fields.ts";
import { saysNone } from "./words.ts";

const availability = z.object({
  request_id: count,
  dates: list,
  availableDates: list,
  slots: list,
  timeSlots: list,
});

/** The answer lists at least one date or slot, whatever its words say. */
export function hasOffer({ data }: Envelope): boolean {
  const read = availability.safeParse(data).data;
  const lists = [read?.dates, read?.availableDates, read?.slots, read?.timeSlots];
  return lists.some((values) => values !== undefined && values.length > 0);
}

/** The dates on offer within the range, ascending, each once. Undefined when the answer is none about dates. */
export function readDates(
  envelope: Envelope,
  { from, to }: { from: LocalDate; to: LocalDate },
): AvailabilityAnswer<LocalDate> | undefined {
  const read = readLists(envelope, (lists) => lists.dates ?? lists.availableDates);
  if (!read) return undefined;
  const dates = parsed(read.values, parseDate).filter((date) => date >= from && date <= to);
  return { offered: dates, requestId: read.requestId };
}

/** The start times of one day, ascending, each once. Undefined when the answer is none about slots. */
export function readSlots(envelope: Envelope): AvailabilityAnswer<LocalTime> | undefined {
  const read = readLists(envelope, (lists) => lists.slots ?? lists.timeSlots);
  return read && { offered: parsed(read.values, parseTime), requestId: read.requestId };
}

function readLists(
  { data, words }: Envelope,
  choose: (lists: z.output<typeof availability>) => unknown[] | undefined,
): { values: unknown[]; requestId: number | undefined } | undefined {
  if (data === null || (Array.isArray(data) && data.length === 0))
    return { values: [], requestId: undefined };
  const lists = availability.safeParse(data).data;
  if (!lists) return undefined;
  const values = choose(lists);
  const isKnown = values !== undefined || lists.request_id !== undefined || saysNone(words);
  return isKnown ? { values: values ?? [], requestId: lists.request_id } : undefined;
}

/** Slot objects with ids or an `available` flag exist in invented documents only; what is not a string is left out. */
function parsed(values: readonly unknown[], parse: (text: string) => string | undefined): string[] {
  const read = values.map((value) => (typeof value === "string" ? parse(value) : undefined));
  return [...new Set(read.filter((value) => value !== undefined))].sort();
}
