import { AppError, StoreDownError } from "#layer/errors.ts";

/** What went wrong and what to do, for the one who typed the command. Errors of ours say it themselves. */
export function explainError(error: unknown, endpoint: string | undefined): string {
  if (error instanceof StoreDownError) {
    return endpoint === undefined
      ? "The audit log does not answer (DynamoDB). Is this machine connected, and is that the region? Try again."
      : `The audit log does not answer at ${endpoint}. npm start runs one; AWS_ENDPOINT_URL_DYNAMODB says where.`;
  }
  if (error instanceof AppError) return error.message;
  if (!(error instanceof Error)) return `Unexpected: ${String(error)}`;
  if (error.name === "ResourceNotFoundException") {
    return "The audit log is not there; deploy the infrastructure first.";
  }
  if (error.name === "AccessDeniedException") {
    return `AWS refuses it: ${error.message} The audit log is read by the auditor's role alone, and sealed by the job's.`;
  }
  return `${error.name}: ${error.message}`;
}
