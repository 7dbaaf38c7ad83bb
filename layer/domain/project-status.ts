/**
 * The one table of PF360 status values and what they allow (what earlier clients of the API did; see the fact sheet
 * on PF360, section 2). Compared trimmed, lower-case, with inner white space folded.
 */
export const statusGroups = [
  "schedulable",
  "scheduled",
  "blocked",
  "waiting",
  "terminal",
  "unknown",
] as const;
export type StatusGroup = (typeof statusGroups)[number];

const table: Record<Exclude<StatusGroup, "unknown">, readonly string[]> = {
  schedulable: [
    "new",
    "ready to schedule",
    "ready for auto call",
    "not scheduled",
    "pending reschedule",
    "customer to schedule",
  ],
  scheduled: [
    "scheduled",
    "tentatively scheduled",
    "customer scheduled",
    "store scheduled",
    "install scheduled",
    "hdms scheduled",
  ],
  blocked: ["in progress", "pending confirmation"],
  waiting: [
    "on hold",
    "pending",
    "product ordered",
    "waiting product",
    "waiting for product",
    "missing product",
    "waiting for permit",
    "needs permit",
  ],
  terminal: [
    "completed",
    "work complete",
    "project completed",
    "work order completed",
    "done",
    "completed-archived",
    "cancelled",
    "cancelled/surge",
    "ready to cancel",
    "closed",
    "archived",
  ],
};

const groupByStatus = new Map<string, StatusGroup>(
  Object.entries(table).flatMap(([group, values]) => values.map((value) => [value, group as StatusGroup])),
);

/** The group of a status as PF360 writes it; `unknown` for anything not in the table, null and empty included. */
export function statusGroupOf(status: string | null | undefined): StatusGroup {
  const folded = (status ?? "").trim().toLowerCase().replace(/\s+/g, " ");
  if (folded.startsWith("paused")) return "waiting";
  return groupByStatus.get(folded) ?? "unknown";
}

export interface StatusPermissions {
  schedule: boolean;
  reschedule: boolean;
  cancel: boolean;
}

/**
 * What a project may be asked for. `hasAppointment`: a date is present on the row; "schedulable" rows with an old date may be
 * moved or cancelled, dirty data that PF360 really holds. An unknown status may be scheduled (and is logged), nothing else.
 */
export function permissionsOf(group: StatusGroup, hasAppointment: boolean): StatusPermissions {
  switch (group) {
    case "schedulable":
      return { schedule: true, reschedule: hasAppointment, cancel: hasAppointment };
    case "scheduled":
      return { schedule: false, reschedule: true, cancel: true };
    case "unknown":
      return { schedule: true, reschedule: false, cancel: false };
    case "blocked":
    case "waiting":
    case "terminal":
      return { schedule: false, reschedule: false, cancel: false };
  }
}
