import { explainError as explainOther, localStoreDown } from "#layer/command-line/explain-error.ts";
import { AppError, StoreDownError } from "#layer/errors.ts";

/** What went wrong and what to do, for the one who typed the command. Errors of ours say it themselves. */
export function explainError(error: unknown, endpoint: string | undefined): string {
  if (error instanceof StoreDownError) {
    return endpoint === undefined
      ? "The audit log does not answer (DynamoDB). Is this machine connected, and is that the region? Try again."
      : localStoreDown("The audit log", endpoint);
  }
  if (error instanceof AppError || !(error instanceof Error)) return explainOther(error);
  if (error.name === "ResourceNotFoundException") {
    return "The audit log is not there; deploy the infrastructure first.";
  }
  if (error.name === "AccessDeniedException") {
    return `AWS refuses it: ${error.message} The audit log is read by the auditor's role alone, and sealed by the job's.`;
  }
  return explainOther(error);
}
