import type { LocalDate, LocalTime, Project } from "#layer/domain/project.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import { AppError } from "#layer/errors.ts";

/** On whose behalf and until when. The bearer goes into the header and nowhere else. */
export interface Pf360Caller {
  tenant: Tenant;
  customerId: string;
  bearer: string;
  /** Epoch milliseconds; the total deadline of one call, retries included, is this or API_TIMEOUT, whichever is sooner. */
  deadlineMs: number;
}

export interface AvailabilityAnswer<T> {
  /** Ascending, without doubles; empty when there is nothing. */
  offered: T[];
  /** Always the newest; PF360 issues one with every availability answer. */
  requestId: number | undefined;
}

export interface ScheduleRequest {
  projectId: string;
  date: LocalDate;
  time: LocalTime;
  requestId: number;
  /** `MM-DD-YYYY HH:mm:ss` in the tenant's `created_at_zone`. */
  createdAt: string;
}

export interface Pf360Note {
  text: string;
  /** As PF360 writes it; absent where it does not. */
  addedAt?: string;
}

export interface BusinessDay {
  /** Full English name. */
  day: string;
  open: boolean;
  from?: LocalTime;
  to?: LocalTime;
}

/** A request as it goes over the wire, without headers: what a dry run shows and the simulator's book records. */
export interface Pf360Request {
  method: "GET" | "POST";
  path: string;
  body?: Record<string, unknown>;
}

/**
 * The PF360 Customer Scheduler API for one customer. Every method throws `Pf360Error` and nothing else. Reads may be
 * retried inside; `schedule`, `cancel` and `addNote` are sent at most once.
 */
export interface Pf360Client {
  /** All projects of the customer, in PF360's order; rows without an id are left out. */
  listProjects(): Promise<Project[]>;
  getBusinessHours(): Promise<BusinessDay[]>;
  /** Dates with room within [from, to], both included. */
  listAvailableDates(query: {
    projectId: string;
    from: LocalDate;
    to: LocalDate;
  }): Promise<AvailabilityAnswer<LocalDate>>;
  /** Start times on one date. */
  listTimeSlots(query: {
    projectId: string;
    date: LocalDate;
    requestId: number | undefined;
  }): Promise<AvailabilityAnswer<LocalTime>>;
  /** The request that `schedule` would send. */
  scheduleRequest(request: ScheduleRequest): Pf360Request;
  /** Books. `pending_review`: the office must still agree. */
  schedule(
    request: ScheduleRequest,
  ): Promise<{ state: "booked" | "pending_review"; confirmationNumber?: string }>;
  /** The request that `cancel` would send. */
  cancelRequest(projectId: string): Pf360Request;
  cancel(projectId: string): Promise<void>;
  addNote(projectId: string, text: string): Promise<void>;
  /** Newest last, as PF360 has them. */
  listNotes(projectId: string): Promise<Pf360Note[]>;
}

/** Makes the client of one customer's call. */
export type Pf360 = (caller: Pf360Caller) => Pf360Client;

export type Pf360ErrorCode =
  /** 401, 403: the customer must sign in again. */
  | "reauth_required"
  | "not_found"
  /** 409, or a 400 that speaks of the slot. */
  | "slot_taken"
  /** A 400 or a 200 with an error: the project's state forbids it. `already_scheduled` where the text says so. */
  | "bad_state"
  | "already_scheduled"
  | "busy"
  /** A read failed, or a write that surely was not carried out (refused connection, nothing sent). */
  | "down"
  /** A write whose fate is not known: time-out, reset or cut after sending, 5xx, unreadable answer. */
  | "unknown_outcome"
  /** Switched off: no real API and no sample data here. */
  | "unavailable";

/** What a PF360 call can fail with. Holds the status, never the body: upstream text reaches neither model nor browser. */
export class Pf360Error extends AppError {
  override readonly code: Pf360ErrorCode;
  readonly status: number | undefined;
  constructor(code: Pf360ErrorCode, detail: { status?: number | undefined; cause?: unknown } = {}) {
    super(code, `PF360: ${code}${detail.status ? ` (${detail.status})` : ""}`, { cause: detail.cause });
    this.code = code;
    this.status = detail.status;
  }
}
