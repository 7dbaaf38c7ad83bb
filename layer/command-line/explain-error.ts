import { AppError } from "#layer/errors.ts";

/** An error in a line, for the one who typed the command. Errors of ours say it themselves, others come with their name. */
export function explainError(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : `Unexpected: ${String(error)}`;
}

/** That the database of this machine does not answer; `what` is what was wanted of it. */
export function localStoreDown(what: string, endpoint: string): string {
  return `${what} does not answer at ${endpoint}. npm start runs one; AWS_ENDPOINT_URL_DYNAMODB says where.`;
}
