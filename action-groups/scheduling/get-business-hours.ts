import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { timeLabel } from "#layer/dates/print.ts";
import { businessHoursShown } from "#layer/domain/shown.ts";
import { OutcomeError } from "#layer/errors.ts";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";

export const getBusinessHours = defineAction({
  name: "get_business_hours",
  kind: "read",
  description: "The office's business hours by day of the week, in the office's time zone.",
  input: z.strictObject({}),
  output: businessHoursShown,
  async handle(_input, { pf360, principal: { tenant } }) {
    const days = await pf360.getBusinessHours().catch((error: unknown) => {
      if (error instanceof Pf360Error && error.code === "not_found") {
        throw new OutcomeError("not_found", { reason: "hours_not_configured", cause: error });
      }
      throw error;
    });
    return {
      result: {
        time_zone: tenant.time_zone,
        days: days.map(({ day, open, from, to }) => ({
          day,
          open,
          ...(open && from && { from: timeLabel(from) }),
          ...(open && to && { to: timeLabel(to) }),
        })),
      },
    };
  },
});
