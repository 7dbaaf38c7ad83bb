import type { OutcomeCode, ReasonCode } from "./domain/outcomes.ts";

/**
 * The base of every error of ours: a stable code for machines; the message is for our logs, never for the customer, and
 * holds no personal data.
 */
export class AppError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** A variable, option or file that the start needs is missing or malformed; the message names it and says what to do. */
export class ConfigError extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super("config", message, options);
  }
}

/** Our own tables did not answer: nobody's fault, and it may be over in a moment. */
export class StoreDownError extends AppError {
  constructor(cause?: unknown) {
    super("store_down", "the tables cannot be reached", { cause });
  }
}

/**
 * Ends an action with an outcome other than `ok`. Thrown where an action finds that it cannot go on; `dispatch` turns it
 * into the reply, so it never crosses the model boundary as an exception.
 */
export class OutcomeError extends AppError {
  readonly outcome: OutcomeCode;
  readonly reason: ReasonCode | undefined;
  readonly field: string | undefined;
  readonly result: Record<string, unknown> | undefined;
  constructor(
    outcome: OutcomeCode,
    detail: {
      reason?: ReasonCode | undefined;
      field?: string | undefined;
      result?: Record<string, unknown> | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(outcome, `outcome ${outcome}${detail.reason ? ` (${detail.reason})` : ""}`, {
      cause: detail.cause,
    });
    this.outcome = outcome;
    this.reason = detail.reason;
    this.field = detail.field;
    this.result = detail.result;
  }
}
