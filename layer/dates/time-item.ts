import type { LocalTime } from "#layer/domain/project.ts";
import type { DayPart } from "./print.ts";

/** A time as it was written: the half of the day may be missing. */
export interface WrittenTime {
  kind: "time";
  hour: number;
  minute: number;
  second: number;
  half?: "am" | "pm";
  /** `09:00`: 24 h where nothing else decides. */
  isPadded?: boolean;
  /** A number alone, which may be anything else. */
  isBare?: boolean;
  /** `ten to twelve`: also the span from ten to twelve. */
  orFrom?: number;
}

export type TimeItem =
  | WrittenTime
  | { kind: "part"; part: DayPart | "night" }
  | { kind: "link"; word: "or" | "and" | "to" }
  | { kind: "bound"; word: "between" | "from" | "after" | "before" | "by" }
  /** `2 or later`. */
  | { kind: "onwards" }
  /** A place in the list that was offered: from 0, or -1 for the last. `ofTwo` where there must be two. */
  | { kind: "choice"; index: number; ofTwo?: true }
  /** A date, which a reading of times passes over. */
  | { kind: "date" }
  | { kind: "block" };

export function timeOf(hour: number, minute = 0, second = 0): LocalTime {
  return [hour, minute, second].map((number) => String(number).padStart(2, "0")).join(":");
}

/**
 * The times of day that a written time may be, the likeliest first: without its half of the day 7 to 11 are in the morning, 12
 * is noon and 1 to 6 are in the afternoon, as an installer works. Empty when no clock shows it.
 */
export function candidatesOf(written: WrittenTime, part?: DayPart | "night"): LocalTime[] {
  const { hour, minute, second, half, isPadded } = written;
  if (hour > 23 || minute > 59 || second > 59) return [];
  const at = (hours: number): LocalTime => timeOf(hours, minute, second);
  if (hour === 0 || hour > 12) return half === "am" && hour > 12 ? [] : [at(hour)];
  const [morning, afternoon] = [at(hour % 12), at((hour % 12) + 12)];
  const known = half ?? (part && halfOf(part, hour));
  if (known) return [known === "am" ? morning : afternoon];
  return isPadded || (hour >= 7 && hour <= 11) ? [morning, afternoon] : [afternoon, morning];
}

function halfOf(part: DayPart | "night", hour: number): "am" | "pm" {
  const isAfterMidnight = part === "night" && (hour === 12 || hour <= 4);
  return part === "morning" || isAfterMidnight ? "am" : "pm";
}
