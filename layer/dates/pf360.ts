import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import { dateOf } from "./today.ts";
import { localAt } from "./zoned.ts";

/**
 * PF360's own forms, read tolerantly: a value that is null, of another type or in no known form is undefined, never an
 * error. The forms are those of the API's recorded answers.
 */
const monthFirst = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)(.*)$/;
const yearFirst = /^(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(.*)$/;
const clock = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2})(?:\.\d{1,9})?)?\s?(?:([ap])\.?m\.?)?$/i;
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const longestText = 40;

/** `YYYY-MM-DD`, `MM-DD-YYYY` or `MM/DD/YYYY`, each with or without a time behind it, which is left out. */
export function parseDate(value: unknown): LocalDate | undefined {
  return splitDate(value)?.date;
}

/** `HH:MM:SS`, `HH:MM`, `1:00 PM` or `1 PM`; of a range (`1:00 PM - 3:00 PM`) the start. */
export function parseTime(value: unknown): LocalTime | undefined {
  const [start = "", end] = textOf(value).split(/\s?[-–]\s?|\sto\s/);
  const [, hourText, minute, second = "00", half] = clock.exec(start) ?? [];
  // A bare number is no time: it could as well be a slot's id.
  if (hourText === undefined || (minute === undefined && half === undefined)) return undefined;
  const written = Number(hourText);
  // "1:00 - 3:00 PM" leaves open which half of the day it begins in.
  if (half === undefined && end !== undefined && /[ap]\.?m/i.test(end)) return undefined;
  if (half !== undefined && (written < 1 || written > 12)) return undefined;
  const hour = half === undefined ? written : (written % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  if (hour > 23 || Number(minute ?? 0) > 59 || Number(second) > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${minute ?? "00"}:${second}`;
}

/** A converted date, `MM-DD-YYYY hh:mm AM`, in the tenant's zone already; `time` is absent when there is none to read. */
export function parseDateTime(value: unknown): { date: LocalDate; time?: LocalTime } | undefined {
  const found = splitDate(value);
  if (!found) return undefined;
  const time = parseTime(found.rest);
  return { date: found.date, ...(time && { time }) };
}

/** An ISO instant with its offset (`2026-11-24T18:30:00.000Z`), as calendar and clock show it in an IANA zone. */
export function parseInstant(value: unknown, zone: string): { date: LocalDate; time: LocalTime } | undefined {
  const text = textOf(value);
  const ms = instant.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : localAt(ms, zone);
}

function splitDate(value: unknown): { date: LocalDate; rest: string } | undefined {
  const text = textOf(value);
  const [, month, day, year, rest = ""] = monthFirst.exec(text) ?? reorder(yearFirst.exec(text)) ?? [];
  const date = dateOf(Number(year), Number(month), Number(day));
  return date === undefined ? undefined : { date, rest: rest.replace(/^[T,\s]+/, "") };
}

function reorder(match: RegExpExecArray | null): (string | undefined)[] | undefined {
  return match ? [match[0], match[2], match[3], match[1], match[4]] : undefined;
}

function textOf(value: unknown): string {
  if (typeof value !== "string" || value.length > longestText) return "";
  return value.normalize("NFKC").trim().replace(/\s+/g, " ");
}
