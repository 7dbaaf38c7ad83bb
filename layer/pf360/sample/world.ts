import type { LocalDate, LocalTime } from "#layer/domain/project.ts";

/** What rows of the real PF360 get wrong; each is carried by some sample rows. */
export type Quirk =
  /** Integers arrive as strings. */
  | "numbers_as_strings"
  /** The type stands in `work_type`; `project_type_project_type` is null. */
  | "type_under_other_name"
  | "no_address"
  /** A technician without a name, a store without one. */
  | "null_names";

export interface SampleTechnician {
  id: number;
  firstName: string;
  lastName: string;
  bio: string;
  /** Field name → value: what must never get past our boundary. Synthetic. */
  privateData: Readonly<Record<string, string>>;
}

interface SampleAppointment {
  date: LocalDate;
  time: LocalTime;
  /** In review: the office has not agreed yet, so that the row shows no appointment. */
  state: "booked" | "in_review";
  bookedAtMs: number;
}

interface SampleNote {
  id: number;
  text: string;
  addedAtMs: number;
}

export interface SampleProject {
  id: number;
  number: string;
  poNumber: string | null;
  clientId: string;
  customerId: string;
  category: string;
  type: string;
  /** Exactly as the row shows it: odd case and space included. */
  status: string;
  sourceStatus: string;
  appointment?: SampleAppointment;
  /** The date and technician that a row still carries though there is no appointment: dirty data. */
  leftover?: { date: LocalDate; time: LocalTime; bookedAtMs: number };
  technician?: SampleTechnician;
  dateSold: LocalDate;
  completedOn?: LocalDate;
  durationMinutes: number;
  address: { line: string; city: string; state: string; zip: string };
  store: { id: number; number: string; name: string; phone: string };
  hasDocuments: boolean;
  quirks: readonly Quirk[];
  notes: SampleNote[];
}

export interface SampleCustomer {
  customerId: string;
  clientId: string;
  name: string;
  /** In the order in which the dashboard shows them. */
  projects: SampleProject[];
}

/** Everything that the engine knows. Mutable: the book writes into it. */
export interface SampleWorld {
  seed: string;
  madeAtMs: number;
  /** By customer id; customer ids are unique over all tenants. */
  customers: Map<string, SampleCustomer>;
}
