import * as z from "zod";
import { type ActionContext, defineAction } from "#action-groups/action.ts";
import { findProject } from "#action-groups/find-project.ts";
import { countThatFits } from "#action-groups/reply-size.ts";
import { readDate } from "#layer/dates/read-date.ts";
import { addDays } from "#layer/dates/today.ts";
import type { LocalDate, Project } from "#layer/domain/project.ts";
import { dateAsWritten, projectReference } from "#layer/domain/references.ts";
import { nameProject } from "#layer/domain/show-project.ts";
import { availableDatesShown } from "#layer/domain/shown.ts";
import { daysLimitOf, offerDates, showDate, todayOf } from "./offers.ts";
import { readChosenDate } from "./read-choice.ts";
import { requirePermission } from "./require-permission.ts";

/** When the customer's one date is full, what else is shown with it. */
const neighbourDays = 10;

export const getAvailableDates = defineAction({
  name: "get_available_dates",
  kind: "read",
  description:
    "Dates on which a project can be scheduled. Call it once the project is known; give the customer's words about the date if there are any. Shows dates only: call get_time_slots for the times of one date.",
  input: z.strictObject({ project_id: projectReference, date: dateAsWritten.optional() }),
  output: availableDatesShown,
  async handle({ project_id, date: written }, context) {
    const project = await findProject(project_id, context);
    requirePermission(project, "schedule", context);
    const wanted = written === undefined ? undefined : await readRange(written, project, context);
    let found = await offerDates(project, context, wanted);
    const missed = wanted !== undefined && found.dates.length === 0;
    if (missed && wanted.from === wanted.to) {
      found = await offerDates(project, context, {
        from: wanted.from,
        to: addDays(wanted.to, neighbourDays),
      });
    }
    const shown = found.dates.map(showDate);
    const fits = countThatFits(shown, nameProject(project));
    return {
      ...(found.dates.length === 0 ? { reason: "no_dates" } : missed && { reason: "date_not_offered" }),
      result: {
        ...nameProject(project),
        available_dates: shown.slice(0, fits),
        from: found.from,
        to: found.to,
        left_out: shown.length - fits,
      },
    };
  },
});

/** The customer's words as a range; one date is a range of one. Two dates in one breath are the range between them. */
async function readRange(
  written: string,
  project: Project,
  context: ActionContext,
): Promise<{ from: LocalDate; to: LocalDate }> {
  const reading = await readDate(written, { today: todayOf(context), maxDaysAhead: daysLimitOf(project) });
  if (reading.kind === "range") return { from: reading.from, to: reading.to };
  const [first, ...others] = reading.kind === "ambiguous" ? [...reading.options].sort() : [];
  if (first) return { from: first, to: others.at(-1) ?? first };
  const date = await readChosenDate(written, project, context);
  return { from: date, to: date };
}
