import type { StatusGroup } from "./project-status.ts";

/** A local date `YYYY-MM-DD`, in the tenant's time zone. */
export type LocalDate = string;
/** A local time `HH:MM:SS`, 24 h, in the tenant's time zone. */
export type LocalTime = string;

/**
 * A customer's project, made from a PF360 dashboard row by `layer/pf360/wire`. Holds only what is used; none of the
 * technician's private fields gets this far. Absent means that PF360 had nothing usable.
 */
export interface Project {
  /** Digits only. */
  id: string;
  /** The order number that the customer knows: free text. */
  number: string;
  poNumber?: string;
  category?: string;
  type?: string;
  /** As PF360 writes it, trimmed; empty when missing. */
  status: string;
  statusGroup: StatusGroup;
  /** The appointment, in tenant time. Never taken from `project_date_scheduled_date`, which is the moment of booking. */
  appointment?: { date: LocalDate; time?: LocalTime; endDate?: LocalDate; endTime?: LocalTime };
  /** When the technician may arrive. */
  arrivalWindow?: { from: LocalTime; to: LocalTime };
  technician?: { name: string; bio?: string };
  address?: { line: string; city?: string; state?: string; zip?: string };
  store?: { name?: string; number?: string; phone?: string };
  dateSold?: LocalDate;
  durationMinutes?: number;
  /** How far ahead dates may be asked, in days. */
  schedulingDaysLimit?: number;
  hasDocuments: boolean;
}
