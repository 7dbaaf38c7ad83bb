import type { LocalDate } from "#layer/domain/project.ts";
import type { DayPart } from "./print.ts";

/** Which stretch of a week, month or year is meant; `rest` is from today to its end. */
export type Phase = "early" | "middle" | "late" | "rest" | "first-half" | "second-half";

/** Which one of a weekday: `coming` and `this` from today on, `next` in the next calendar week, `last` before today. */
export type WhichWeekday = "coming" | "this" | "next" | "last";

/** A date or a span of dates as it was written, before it is known which one is meant. */
export type Dated =
  /** `the 21st`. `bare`: a number that may as well be an hour; `spelled`: `the second` may be a place in a list. */
  | { kind: "day"; day: number; how: "sure" | "bare" | "spelled" }
  | { kind: "month-day"; month: number; day: number; year?: number }
  | { kind: "weekday"; weekday: number; which: WhichWeekday }
  /** Settled already; several where the words leave it open, or contradict each other; none where there is no such date. */
  | { kind: "dates"; dates: LocalDate[]; isContradiction?: true }
  /** `unit` where early, middle and late can be told apart. */
  | { kind: "range"; from: LocalDate; to: LocalDate; unit?: "week" | "month" };

/** What joins two dates: `or` offers both, `and` too unless `between` precedes, `to` spans them. */
export interface Link {
  kind: "link";
  word: "or" | "and" | "to";
}

/** What makes a span out of one date; `from` and `between` may also open one of two. `week-of` takes its whole week. */
export interface Bound {
  kind: "bound";
  word: "between" | "from" | "after" | "before" | "by" | "week-of";
}

export type DateItem =
  | Dated
  | Link
  | Bound
  | { kind: "phase"; phase: Phase }
  | { kind: "part"; part: DayPart }
  /** A time of day, which a reading of dates passes over. */
  | { kind: "clock" }
  /** A place in the list that was offered: from 0, or -1 for the last. */
  | { kind: "choice"; index: number }
  | { kind: "any" }
  /** An appointment is to be moved: what is named may be where it stands and where it shall go. */
  | { kind: "move" }
  /** Something that forbids any reading. */
  | { kind: "block" };

export function isDated(item: DateItem | undefined): item is Dated {
  switch (item?.kind) {
    case "day":
    case "month-day":
    case "weekday":
    case "dates":
    case "range":
      return true;
    default:
      return false;
  }
}
