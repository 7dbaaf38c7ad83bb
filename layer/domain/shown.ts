import * as z from "zod";
import { confirmationSummary } from "./confirmation.ts";
import { statusGroups } from "./project-status.ts";

/**
 * What actions show, once for the actions' outputs, the agent back end and the page. Dates are `YYYY-MM-DD` in tenant
 * time; labels are for people and carry the weekday, computed in code.
 */
const optionalText = z.string().optional();

export const appointmentShown = z.object({
  date: z.string(),
  date_label: z.string(),
  time: optionalText,
  time_label: optionalText,
});
export type AppointmentShown = z.infer<typeof appointmentShown>;

/** One project in a list: small, so that fifty fit the reply budget. */
export const projectShown = z.object({
  project_id: z.string(),
  project_number: z.string(),
  category: optionalText,
  project_type: optionalText,
  status: z.string(),
  status_group: z.enum(statusGroups),
  can_schedule: z.boolean(),
  can_cancel: z.boolean(),
  appointment: appointmentShown.optional(),
  portal_link: z.string(),
});
export type ProjectShown = z.infer<typeof projectShown>;

export const projectsShown = z.object({
  projects: z.array(projectShown),
  /** How many there are in all, shown or not. */
  total: z.number().int(),
  /** How many of each status group there are, before any filter. */
  groups: z.record(z.string(), z.number().int()),
  /** How many were left out of `projects`, and how to ask for them. */
  left_out: z.number().int(),
  continuation: optionalText,
});

export const projectDetailsShown = projectShown.extend({
  po_number: optionalText,
  address: optionalText,
  store_name: optionalText,
  store_number: optionalText,
  store_phone: optionalText,
  technician_name: optionalText,
  arrival_from: optionalText,
  arrival_to: optionalText,
  duration_minutes: z.number().optional(),
  date_sold: optionalText,
  has_documents: z.boolean(),
});

export const projectStatusShown = projectShown.extend({
  can_reschedule: z.boolean(),
  duration_minutes: z.number().optional(),
  technician_assigned: z.boolean(),
});

export const technicianShown = z.object({
  project_id: z.string(),
  project_number: z.string(),
  technician_name: optionalText,
  technician_bio: optionalText,
  arrival_from: optionalText,
  arrival_to: optionalText,
  appointment: appointmentShown.optional(),
});

export const dateShown = z.object({ date: z.string(), label: z.string() });
export const timeShown = z.object({
  time: z.string(),
  label: z.string(),
  part: z.enum(["morning", "afternoon", "evening"]),
});

const projectNamed = {
  project_id: z.string(),
  project_number: z.string(),
  category: optionalText,
  project_type: optionalText,
};

export const availableDatesShown = z.object({
  ...projectNamed,
  available_dates: z.array(dateShown),
  from: z.string(),
  to: z.string(),
  left_out: z.number().int(),
});

export const timeSlotsShown = z.object({
  ...projectNamed,
  date: z.string(),
  date_label: z.string(),
  time_slots: z.array(timeShown),
});

/** The booking's or cancelling's receipt; in dry run `request` is the exact request that was not sent. */
export const appointmentReceipt = z.object({
  ...projectNamed,
  date: optionalText,
  date_label: optionalText,
  time: optionalText,
  time_label: optionalText,
  confirmation_number: optionalText,
  portal_link: optionalText,
  request: z
    .object({ method: z.string(), path: z.string(), body: z.record(z.string(), z.unknown()).optional() })
    .optional(),
});

/** With `needs_confirmation`. */
export const confirmationShown = z.object({ summary: confirmationSummary });

export const businessHoursShown = z.object({
  time_zone: z.string(),
  days: z.array(z.object({ day: z.string(), open: z.boolean(), from: optionalText, to: optionalText })),
});

export const noteShown = z.object({ text: z.string(), added_at: optionalText, added_label: optionalText });
export const noteReceipt = z.object({ ...projectNamed, note: noteShown });
/** `source`: PF360's own list where the tenant has one, else the notes added through this assistant. */
export const notesShown = z.object({
  ...projectNamed,
  notes: z.array(noteShown),
  source: z.enum(["pf360", "added_here"]),
  left_out: z.number().int(),
});

/** Where to turn when we cannot help; comes with most refusals. */
export const officeShown = z.object({ phone: optionalText, email: optionalText, hours: optionalText });
