import type * as z from "zod";
import type { Clock } from "#layer/clock.ts";
import type { OutcomeCode, ReasonCode } from "#layer/domain/outcomes.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import type { NoteStore } from "#layer/notes/note-store.ts";
import type { Log } from "#layer/observability/log.ts";
import type { Pf360Client } from "#layer/pf360/pf360-client.ts";
import type { Session, SessionStore } from "#layer/sessions/session-store.ts";

/** Who is asking, resolved from the session row; the model has no part in it. */
export interface Principal {
  tenant: Tenant;
  customerId: string;
}

/** What an action may use. Made once per call by `dispatch`. */
export interface ActionContext {
  principal: Principal;
  /** As it stood when the call began. */
  session: Session;
  sessions: SessionStore;
  /** Notes added here, for tenants whose PF360 has no list. */
  notes: NoteStore;
  /** PF360 in this customer's name, with this call's deadline. */
  pf360: Pf360Client;
  /** Says that a write to PF360 is near, so that its way into the audit log is ready in time; need not be said. */
  willWrite: () => void;
  clock: Clock;
  log: Log;
  /** False: `confirm_appointment` or `cancel_appointment` only shows what it would send. */
  flags: { confirmSchedule: boolean; cancelSchedule: boolean };
  /** The label in portal links. */
  portal: "dev" | "qa" | "staging" | "apps";
  newId: () => string;
}

/** What a handler hands back; `outcome` is `ok` unless said. Refusals are thrown as OutcomeError. */
export interface ActionResult<Output> {
  outcome?: Extract<OutcomeCode, "ok" | "dry_run" | "pending_review">;
  reason?: ReasonCode;
  result: Output;
}

export interface Action<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  /** snake_case: the operationId, the tool name, the log field. */
  name: string;
  /** A write changes something in PF360. */
  kind: "read" | "write";
  /** For the model: when to use it and what comes back. */
  description: string;
  /** Needs the customer's yes (design, decision 8). */
  confirmation: boolean;
  /** Strict; flat; every field a string. `session_id` is added by the schema generator and never reaches the handler. */
  input: Input;
  output: Output;
  handle(input: z.output<Input>, context: ActionContext): Promise<ActionResult<z.input<Output>>>;
}

/** Declares one action: what it promises, then what it does. */
export function defineAction<Input extends z.ZodObject, Output extends z.ZodObject>(
  action: Omit<Action<Input, Output>, "confirmation"> & { confirmation?: boolean },
): Action<Input, Output> {
  return { confirmation: false, ...action };
}

/** Any action, for lists and frames; its input has been parsed by its own schema before `handle` sees it. */
// biome-ignore lint/suspicious/noExplicitAny: a list holds actions of different inputs; dispatch parses before it calls
export type AnyAction = Action<any, any>;
