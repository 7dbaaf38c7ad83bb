import type { ActionContext } from "#action-groups/action.ts";
import { dateLabel, dayPart, timeLabel } from "#layer/dates/print.ts";
import { addDays, earlierOf, laterOf, todayIn } from "#layer/dates/today.ts";
import type { LocalDate, LocalTime, Project } from "#layer/domain/project.ts";
import type { ProjectOffer } from "#layer/sessions/session-store.ts";

/** First look ten days on from tomorrow; if that is empty, three weeks (what earlier clients of the API settled on). */
const firstWindowDays = 10;
const widerWindowDays = 21;
/** How far ahead a customer may ask where PF360 names no limit. */
const defaultLimitDays = 60;

export const showDate = (date: LocalDate) => ({ date, label: dateLabel(date) });
export const showTime = (time: LocalTime) => ({ time, label: timeLabel(time), part: dayPart(time) });

/** The tenant's today. */
export function todayOf({ principal: { tenant }, clock }: ActionContext): LocalDate {
  return todayIn(tenant.time_zone, clock.nowMs());
}

export function daysLimitOf(project: Project): number {
  return project.schedulingDaysLimit ?? defaultLimitDays;
}

/** What this session was last offered for a project; an empty offer when nothing was. */
export function offerOf({ session }: ActionContext, project: Project): ProjectOffer {
  return session.offers[project.id] ?? { requestId: undefined, dates: [], times: {} };
}

/**
 * Asks PF360 for dates, keeps them as this session's offer for the project (the newest wins) and gives them back. Without
 * a range it looks from tomorrow, and further when there is nothing; a range the customer named is not widened.
 */
export async function offerDates(
  project: Project,
  context: ActionContext,
  range?: { from: LocalDate; to: LocalDate },
): Promise<{ dates: LocalDate[]; from: LocalDate; to: LocalDate }> {
  const tomorrow = addDays(todayOf(context), 1);
  const last = addDays(todayOf(context), daysLimitOf(project));
  const windows = range
    ? [{ from: laterOf(range.from, tomorrow), to: earlierOf(range.to, last) }]
    : [firstWindowDays, widerWindowDays].map((days) => ({
        from: tomorrow,
        to: earlierOf(addDays(tomorrow, days), last),
      }));
  let found = { dates: [] as LocalDate[], from: tomorrow, to: tomorrow };
  for (const window of windows) {
    if (window.from > window.to) continue;
    const { offered, requestId } = await context.pf360.listAvailableDates({
      projectId: project.id,
      ...window,
    });
    const dates = offered.filter((date) => date >= window.from && date <= window.to);
    found = { dates, ...window };
    await keep(project, context, { requestId, dates, times: {} });
    if (dates.length > 0) break;
  }
  return found;
}

/** Asks PF360 for the start times of one date and keeps them beside what was offered before. */
export async function offerTimes(
  project: Project,
  date: LocalDate,
  context: ActionContext,
): Promise<LocalTime[]> {
  const before = offerOf(context, project);
  const { offered, requestId } = await context.pf360.listTimeSlots({
    projectId: project.id,
    date,
    requestId: before.requestId,
  });
  await keep(project, context, {
    requestId: requestId ?? before.requestId,
    dates: [...new Set([...before.dates, date])].sort(),
    times: { ...before.times, [date]: offered },
  });
  return offered;
}

/**
 * Takes back what was offered for a project, once it is booked or cancelled. PF360 has done its part by then: losing this
 * must not read as a failure and make the customer try again. An offer left behind names a request id that PF360 refuses.
 */
export async function dropOffer(
  projectId: string,
  requestId: number | undefined,
  { session, sessions, log }: ActionContext,
): Promise<void> {
  await sessions.clearOffer(session.sessionId, projectId, requestId).catch((error: unknown) => {
    log("error", "offer-left-behind", {
      project: projectId,
      error: error instanceof Error ? error.name : typeof error,
    });
  });
}

async function keep(project: Project, context: ActionContext, offer: ProjectOffer): Promise<void> {
  context.session.offers[project.id] = offer;
  await context.sessions.keepOffer(context.session.sessionId, project.id, offer);
}
