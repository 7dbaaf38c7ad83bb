import { AppError } from "#layer/errors.ts";

export type SetupErrorCode =
  /** The account may make no agents any more; no retry helps. */
  | "maintenance_mode"
  /** A role is not (yet) what Bedrock needs, after the time that a new one takes. */
  | "role_refused"
  /** An agent or alias ended FAILED. */
  | "agent_failed"
  | "timed_out"
  /** At least one agent could not be brought to where it should be. */
  | "apply_failed"
  /** All calls went well, and something is still to do. */
  | "not_converged"
  /** There is no such release, or none to go back to. */
  | "release_unknown"
  /** An agent or version of the release is not there any more. */
  | "release_gone"
  /** Another run is at work on the same agents. */
  | "busy"
  /** Another run began after this one, which was silent for too long. */
  | "taken_over"
  /** Nobody said yes. */
  | "not_confirmed";

/** Ends a command of `setup-agents`; the message is for the one who typed it and says what to do. */
export class SetupError extends AppError {
  constructor(code: SetupErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
  }
}
