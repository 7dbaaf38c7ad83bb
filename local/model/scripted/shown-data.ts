import * as z from "zod";
import { dateShown, officeShown, timeShown } from "#layer/domain/shown.ts";
import type { Reply } from "./conversation.ts";
import { type KnownProject, knownProject } from "./projects.ts";

export type DateShown = z.infer<typeof dateShown>;
export type TimeShown = z.infer<typeof timeShown>;

/** So many dates are said at once; an ordinal counts within what was said. */
export const datesAtOnce = 12;

/** The projects in a reply: a list's, or the one that it is about. What has not their form is left out. */
export function projectsIn({ result }: Reply): KnownProject[] {
  const list = listOf(result.projects, knownProject);
  const about = knownProject.safeParse(result.summary ?? result);
  return about.success ? [...list, about.data] : list;
}

/** The dates that a reply offers, in its order: the available ones, or the readings of an ambiguous one. */
export function datesIn({ result }: Reply): DateShown[] | undefined {
  if (result.available_dates !== undefined) return listOf(result.available_dates, dateShown);
  const options = listOf(result.options, dateShown);
  return options.length > 0 ? options : undefined;
}

/** The readings of an ambiguous time that a reply offers; empty when it offers none. */
export function timeOptionsIn({ result }: Reply): TimeShown[] {
  return listOf(result.options, timeShown);
}

/** The start times that a reply offers on one date. */
export function slotsIn({ result }: Reply): { date: string; label: string; items: TimeShown[] } | undefined {
  const { date, date_label: label, time_slots: slots } = result;
  if (typeof date !== "string" || slots === undefined) return undefined;
  return { date, label: typeof label === "string" ? label : date, items: listOf(slots, timeShown) };
}

const moment = z.object({ date: z.string(), time: z.string() });

/** The date and time that a receipt or a question is about. */
export function momentIn({ result }: Reply): { date: string; time: string } | undefined {
  return moment.safeParse(result.summary ?? result).data;
}

/** A whole number of a reply's result; 0 when it is not there. */
export function numberIn({ result }: Reply, name: string): number {
  const value = result[name];
  return typeof value === "number" && Number.isInteger(value) ? value : 0;
}

/** The office's number: the reply's own, or the session context's. */
export function officePhone(context: ReadonlyMap<string, string>, reply?: Reply): string | undefined {
  const office = officeShown.safeParse(reply?.result.office);
  return (office.success && office.data.phone) || context.get("office_phone");
}

function listOf<Item>(value: unknown, item: z.ZodType<Item>): Item[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const parsed = item.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}
