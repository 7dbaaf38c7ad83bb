import type { ActionReply } from "#layer/domain/outcomes.ts";
import type { ProjectShown } from "#layer/domain/shown.ts";
import type { FakeActions } from "./scripted-dialogue.ts";

/** A project as the actions show it. */
export function shownProject(over: Partial<ProjectShown> & { project_id: string }): ProjectShown {
  const group = over.status_group ?? "schedulable";
  return {
    project_number: `ORD-${over.project_id}`,
    category: "Flooring",
    project_type: "Installation",
    status: "Ready to Schedule",
    status_group: group,
    can_schedule: group === "schedulable",
    can_cancel: group === "scheduled",
    portal_link: `https://acme.cx-portal.dev.projectsforce.com/details/${over.project_id}`,
    ...over,
  };
}

/** Two to schedule, one scheduled, one waiting, one finished. */
export const sampleProjects: readonly ProjectShown[] = [
  shownProject({ project_id: "74101" }),
  shownProject({ project_id: "74102", category: "Windows", project_type: "Measurement" }),
  shownProject({
    project_id: "74103",
    category: "Doors",
    status: "Scheduled",
    status_group: "scheduled",
    appointment: {
      date: "2026-11-30",
      date_label: "Monday, November 30, 2026",
      time: "09:00:00",
      time_label: "9:00 AM",
    },
  }),
  shownProject({
    project_id: "74104",
    category: "Decking",
    status: "Waiting for Product",
    status_group: "waiting",
  }),
  shownProject({ project_id: "74105", category: "Roofing", status: "Completed", status_group: "terminal" }),
];

export const sampleDates = [
  { date: "2026-11-24", label: "Tuesday, November 24, 2026" },
  { date: "2026-11-25", label: "Wednesday, November 25, 2026" },
  { date: "2026-11-27", label: "Friday, November 27, 2026" },
  { date: "2026-12-21", label: "Monday, December 21, 2026" },
];

export const sampleSlots = [
  { time: "08:00:00", label: "8:00 AM", part: "morning" },
  { time: "10:00:00", label: "10:00 AM", part: "morning" },
  { time: "13:30:00", label: "1:30 PM", part: "afternoon" },
] as const;

export function ok(result: Record<string, unknown>): ActionReply {
  return { outcome: "ok", message: "Done.", result };
}

export function refuse(outcome: ActionReply["outcome"], more: Partial<ActionReply> = {}): ActionReply {
  return { outcome, message: "No.", ...more };
}

/**
 * Actions over the sample projects: a date that was not offered is opened as the first one, every booking and cancelling
 * answers `needs_confirmation` until `approve()` was called. `over` replaces single actions.
 */
export function sampleActions(
  over: Partial<
    Record<string, ActionReply | string | ((input: Record<string, string>) => ActionReply | string)>
  > = {},
  projects: readonly ProjectShown[] = sampleProjects,
): { actions: FakeActions; approve: () => void } {
  let approved = false;
  const find = (reference = "") =>
    projects.find(
      (one) =>
        one.project_id === reference ||
        one.project_number === reference ||
        one.category?.toLowerCase() === reference.toLowerCase(),
    );
  const actions: FakeActions = (operation, input) => {
    const own = over[operation];
    if (own !== undefined) return typeof own === "function" ? own(input) : own;
    if (operation === "list_projects" || operation === "list_all_projects") {
      const open =
        operation === "list_projects" ? projects.filter((one) => one.status_group !== "terminal") : projects;
      return ok({ projects: open, total: projects.length, groups: {}, left_out: 0 });
    }
    if (operation === "get_business_hours") {
      return ok({
        time_zone: "America/New_York",
        days: [
          { day: "Monday", open: true, from: "8:00 AM", to: "5:00 PM" },
          { day: "Sunday", open: false },
        ],
      });
    }
    const project = find(input.project_id);
    if (!project) return refuse("not_found");
    const { project_id, project_number, category, project_type } = project;
    const named = { project_id, project_number, category, project_type };
    switch (operation) {
      case "get_available_dates":
        return ok({
          ...named,
          available_dates: sampleDates,
          from: "2026-11-21",
          to: "2026-12-31",
          left_out: 0,
        });
      case "get_time_slots": {
        const day = sampleDates.find(({ date }) => date === input.date) ?? sampleDates[0];
        return ok({ ...named, date: day?.date, date_label: day?.label, time_slots: sampleSlots });
      }
      case "confirm_appointment":
      case "cancel_appointment": {
        const summary = { ...named, date: input.date, time: input.time, dry_run: false };
        if (!approved) return refuse("needs_confirmation", { result: { summary } });
        approved = false;
        return ok({ ...named, date_label: input.date, time_label: input.time });
      }
      case "add_note":
        return ok({ ...named, note: { text: input.note_text } });
      case "get_notes":
        return ok({ ...named, notes: [{ text: "Beware of the dog" }], source: "pf360", left_out: 0 });
      case "get_technician_info":
        return ok({
          project_id,
          project_number,
          technician_name: "Robin Sample",
          appointment: project.appointment,
        });
      default:
        return ok({ ...project, has_documents: false, can_reschedule: false, technician_assigned: false });
    }
  };
  return {
    actions,
    approve: () => {
      approved = true;
    },
  };
}
