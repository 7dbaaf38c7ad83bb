import { AppError } from "#layer/errors.ts";

/** Why one agent was left where it is, in a line: an error of ours says it, the service's comes with its name. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof AppError ? error.message : `${error.name}: ${error.message}`;
}
