import * as z from "zod";
import { type ActionContext, defineAction } from "#action-groups/action.ts";
import { requireYes } from "#action-groups/confirmation-guard.ts";
import { findProject, showOptionsOf } from "#action-groups/find-project.ts";
import { createdAt, dateLabel, timeLabel } from "#layer/dates/print.ts";
import type { LocalDate, LocalTime, Project } from "#layer/domain/project.ts";
import { dateAsWritten, projectReference, timeAsWritten } from "#layer/domain/references.ts";
import { nameProject, portalLink } from "#layer/domain/show-project.ts";
import { appointmentReceipt } from "#layer/domain/shown.ts";
import { OutcomeError } from "#layer/errors.ts";
import { Pf360Error, type ScheduleRequest } from "#layer/pf360/pf360-client.ts";
import { dropOffer, offerDates, offerOf, offerTimes, showDate, showTime } from "./offers.ts";
import { readChosenDate, readChosenTime } from "./read-choice.ts";
import { requirePermission } from "./require-permission.ts";

export const confirmAppointment = defineAction({
  name: "confirm_appointment",
  kind: "write",
  confirmation: true,
  description:
    "Books the appointment: project, date and time that were offered in this session. The first call answers needs_confirmation and the app asks the customer; call again with the same values after the customer has agreed. Say that it is booked only after outcome ok.",
  input: z.strictObject({ project_id: projectReference, date: dateAsWritten, time: timeAsWritten }),
  output: appointmentReceipt,
  async handle({ project_id, date: writtenDate, time: writtenTime }, context) {
    const project = await findProject(project_id, context);
    requirePermission(project, "schedule", context);
    const date = await readChosenDate(writtenDate, project, context);
    const { time, requestId } = await requireOffered(project, date, writtenTime, context);

    const shown = {
      ...nameProject(project),
      date,
      date_label: dateLabel(date),
      time,
      time_label: timeLabel(time),
    };
    const dryRun = !context.flags.confirmSchedule;
    await requireYes(
      "confirm_appointment",
      { project_id: project.id, date, time },
      { ...shown, dry_run: dryRun },
      context,
    );

    const request: ScheduleRequest = {
      projectId: project.id,
      date,
      time,
      requestId,
      createdAt: createdAt(context.clock.nowMs(), context.principal.tenant.created_at_zone),
    };
    if (dryRun)
      return { outcome: "dry_run", result: { ...shown, request: withoutRequestId(context, request) } };
    const { state, confirmationNumber } = await schedule(project, request, context);
    await dropOffer(project.id, requestId, context);
    return {
      outcome: state === "booked" ? "ok" : "pending_review",
      result: {
        ...shown,
        ...(confirmationNumber && { confirmation_number: confirmationNumber }),
        portal_link: portalLink(project.id, showOptionsOf(context)),
      },
    };
  },
});

/**
 * Only what this session was offered can be booked.
 * @throws OutcomeError `stale_state` with what can be offered now
 */
async function requireOffered(
  project: Project,
  date: LocalDate,
  writtenTime: string,
  context: ActionContext,
) {
  const { requestId, dates, times } = offerOf(context, project);
  const offeredTimes = times[date];
  if (requestId === undefined || !dates.includes(date)) {
    const fresh = await offerDates(project, context);
    throw new OutcomeError("stale_state", {
      reason: dates.length === 0 ? "nothing_offered_yet" : "date_not_offered",
      result: { ...nameProject(project), available_dates: fresh.dates.map(showDate) },
    });
  }
  if (!offeredTimes) throw await timesInstead(project, date, context, "nothing_offered_yet");
  const time = readChosenTime(writtenTime, offeredTimes);
  if (!offeredTimes.includes(time)) throw await timesInstead(project, date, context, "time_not_offered");
  return { time, requestId };
}

async function timesInstead(
  project: Project,
  date: LocalDate,
  context: ActionContext,
  reason: "nothing_offered_yet" | "time_not_offered",
): Promise<OutcomeError> {
  const times = await offerTimes(project, date, context);
  return new OutcomeError("stale_state", { reason, result: timesShown(project, date, times) });
}

function timesShown(project: Project, date: LocalDate, times: readonly LocalTime[]) {
  return { ...nameProject(project), date, date_label: dateLabel(date), time_slots: times.map(showTime) };
}

async function schedule(project: Project, request: ScheduleRequest, context: ActionContext) {
  try {
    return await context.pf360.schedule(request);
  } catch (error) {
    if (!(error instanceof Pf360Error) || error.code !== "slot_taken") throw error;
    const times = await offerTimes(project, request.date, context).catch(() => []);
    throw new OutcomeError("slot_taken", { result: timesShown(project, request.date, times), cause: error });
  }
}

/** The exact request for a dry run's receipt, less the request id, which never leaves the server. */
function withoutRequestId({ pf360 }: ActionContext, request: ScheduleRequest) {
  const { method, path, body: { request_id: _secret, ...body } = {} } = pf360.scheduleRequest(request);
  return { method, path, body };
}
