import type { ActionContext } from "#action-groups/action.ts";
import { readDate } from "#layer/dates/read-date.ts";
import { readTime } from "#layer/dates/read-time.ts";
import type { LocalDate, LocalTime, Project } from "#layer/domain/project.ts";
import { OutcomeError } from "#layer/errors.ts";
import { daysLimitOf, offerOf, showDate, showTime, todayOf } from "./offers.ts";

/**
 * The one date that the customer means, read against what was offered.
 * @throws OutcomeError `ask_user` when it is past, too far, ambiguous or unreadable, with the options where there are any
 */
export async function readChosenDate(
  text: string,
  project: Project,
  context: ActionContext,
): Promise<LocalDate> {
  const { dates } = offerOf(context, project);
  const reading = await readDate(text, {
    today: todayOf(context),
    offered: dates,
    maxDaysAhead: daysLimitOf(project),
  });
  const ask = (detail: Omit<ConstructorParameters<typeof OutcomeError>[1] & object, "field">) =>
    new OutcomeError("ask_user", { field: "date", ...detail });
  switch (reading.kind) {
    case "date":
      return reading.date;
    case "range": {
      const within = dates.filter((date) => date >= reading.from && date <= reading.to);
      const [only] = within;
      if (only && within.length === 1) return only;
      throw ask({ reason: "ambiguous_date", result: { options: within.map(showDate) } });
    }
    case "ambiguous":
      throw ask({ reason: "ambiguous_date", result: { options: reading.options.map(showDate) } });
    case "past":
      throw ask({
        reason: "past_date",
        result: { date: reading.date, date_label: showDate(reading.date).label },
      });
    case "too_far":
      throw ask({ reason: "too_far_ahead", result: { days_ahead: daysLimitOf(project) } });
    case "unreadable":
      throw ask({ reason: "unreadable_date" });
  }
}

/**
 * The one start time that the customer means, read against the times offered on that date.
 * @throws OutcomeError `ask_user` when it is ambiguous or unreadable
 */
export function readChosenTime(text: string, offered: readonly LocalTime[]): LocalTime {
  const reading = readTime(text, { offered: [...offered] });
  if (reading.kind === "time") return reading.time;
  throw new OutcomeError("ask_user", {
    field: "time",
    ...(reading.kind === "ambiguous"
      ? { reason: "ambiguous_time", result: { options: reading.options.map(showTime) } }
      : { reason: "unreadable_time", result: { options: offered.map(showTime) } }),
  });
}
