import { isLocalDate } from "#layer/dates/today.ts";
import { Pf360Error, type ScheduleRequest } from "./pf360-client.ts";

/**
 * The body of a booking as PF360 takes it: 24 h time, `request_id` as a number, `is_chatbot` as a string (fact sheet,
 * section 1.5).
 *
 * @throws Pf360Error `not_found` when a value has not its form: PF360 offers no such date or time
 */
export function scheduleBody({ date, time, requestId, createdAt }: ScheduleRequest): Record<string, unknown> {
  const isSound =
    isLocalDate(date) &&
    /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time) &&
    Number.isSafeInteger(requestId) &&
    /^\d{2}-\d{2}-\d{4} \d{2}:\d{2}:\d{2}$/.test(createdAt);
  if (!isSound) throw new Pf360Error("not_found");
  return { created_at: createdAt, date, time, request_id: requestId, is_chatbot: "true" };
}
