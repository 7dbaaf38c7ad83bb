import * as z from "zod";
import { type OutcomeCode, outcomeCode } from "#layer/domain/outcomes.ts";
import { statusGroups } from "#layer/domain/project-status.ts";
import {
  appointmentReceipt,
  appointmentShown,
  availableDatesShown,
  businessHoursShown,
  confirmationShown,
  dateShown,
  noteReceipt,
  notesShown,
  officeShown,
  projectDetailsShown,
  projectShown,
  projectStatusShown,
  projectsShown,
  technicianShown,
  timeShown,
  timeSlotsShown,
} from "#layer/domain/shown.ts";

/** What each action shows when it has done what it was asked. */
export const shownByAction: ReadonlyMap<string, z.ZodObject> = new Map<string, z.ZodObject>([
  ["list_projects", projectsShown],
  ["list_all_projects", projectsShown],
  ["get_project_details", projectDetailsShown],
  ["get_project_status", projectStatusShown],
  ["get_technician_info", technicianShown],
  ["get_available_dates", availableDatesShown],
  ["get_time_slots", timeSlotsShown],
  ["confirm_appointment", appointmentReceipt],
  ["cancel_appointment", appointmentReceipt],
  ["get_business_hours", businessHoursShown],
  ["add_note", noteReceipt],
  ["get_notes", notesShown],
]);

/** What comes with a refusal: what can be offered instead, the project's state, whom to call. All of it optional. */
const refusalShown = z
  .object({
    project_id: z.string(),
    project_number: z.string(),
    category: z.string(),
    project_type: z.string(),
    status: z.string(),
    status_group: z.enum(statusGroups),
    appointment: appointmentShown,
    available_dates: z.array(dateShown),
    date: z.string(),
    date_label: z.string(),
    time_slots: z.array(timeShown),
    options: z.array(z.union([timeShown, dateShown])),
    projects: z.array(projectShown),
    days_ahead: z.number(),
    office: officeShown,
  })
  .partial();

const done: ReadonlySet<OutcomeCode> = new Set(["ok", "dry_run", "pending_review"]);
const reply = z.object({ outcome: outcomeCode, result: z.unknown().optional() });

export interface ReadReply {
  outcome: OutcomeCode;
  /** Only fields of the action's shape; undefined where there was nothing or it did not fit. */
  result: Record<string, unknown> | undefined;
}

/**
 * Reads what an action answered (the text that the model saw). What is no action's reply counts as `bug`. The sentence
 * for the model is left behind, and so is every field that the shapes do not know.
 */
export function readActionReply(action: string, text: string): ReadReply {
  const parsed = reply.safeParse(readJson(text));
  if (!parsed.success) return { outcome: "bug", result: undefined };
  const { outcome, result } = parsed.data;
  const shown = shapeOf(action, outcome)?.safeParse(result);
  const isEmpty = !shown?.success || Object.keys(shown.data).length === 0;
  return { outcome, result: isEmpty ? undefined : shown.data };
}

function shapeOf(action: string, outcome: OutcomeCode): z.ZodObject | undefined {
  if (outcome === "needs_confirmation") return confirmationShown;
  return done.has(outcome) ? shownByAction.get(action) : refusalShown;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
