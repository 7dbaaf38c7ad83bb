import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { findProject } from "#action-groups/find-project.ts";
import { dateLabel } from "#layer/dates/print.ts";
import { dateAsWritten, projectReference } from "#layer/domain/references.ts";
import { nameProject } from "#layer/domain/show-project.ts";
import { timeSlotsShown } from "#layer/domain/shown.ts";
import { OutcomeError } from "#layer/errors.ts";
import { offerDates, offerTimes, showDate, showTime } from "./offers.ts";
import { readChosenDate } from "./read-choice.ts";
import { requirePermission } from "./require-permission.ts";

export const getTimeSlots = defineAction({
  name: "get_time_slots",
  kind: "read",
  description:
    "Start times that are free for a project on one date. Call it after the customer has picked a date; answers stale_state with the current dates when that date has filled up.",
  input: z.strictObject({ project_id: projectReference, date: dateAsWritten }),
  output: timeSlotsShown,
  async handle({ project_id, date: written }, context) {
    const project = await findProject(project_id, context);
    requirePermission(project, "schedule", context);
    const date = await readChosenDate(written, project, context);
    const times = await offerTimes(project, date, context);
    if (times.length === 0) {
      // A listed date can turn out full when it is opened: the list was stale, so the dates are asked afresh.
      const { dates } = await offerDates(project, context);
      throw new OutcomeError("stale_state", {
        reason: "date_full",
        result: {
          ...nameProject(project),
          date,
          date_label: dateLabel(date),
          available_dates: dates.map(showDate),
        },
      });
    }
    return {
      result: { ...nameProject(project), date, date_label: dateLabel(date), time_slots: times.map(showTime) },
    };
  },
});
