import { explainError as explainOther, localStoreDown } from "#layer/command-line/explain-error.ts";
import { AppError, StoreDownError } from "#layer/errors.ts";

/** What an explanation can name. */
export interface ErrorPlace {
  region: string;
  /** Absent: AWS's own. */
  bedrockEndpoint?: string | undefined;
  dynamodbEndpoint?: string | undefined;
}

const unknownCaller =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken(Exception)?|UnrecognizedClientException|InvalidSignatureException|InvalidClientTokenId)$/;
const notReached = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ETIMEDOUT"]);

/** What went wrong and what to do, for the one who typed the command. Errors of ours say it themselves. */
export function explainError(error: unknown, place: ErrorPlace | undefined): string {
  if (error instanceof StoreDownError) return storeDown(place);
  if (error instanceof AppError || !(error instanceof Error)) return explainOther(error);
  const { name, message } = error;
  if (unknownCaller.test(name)) {
    return `AWS does not accept who you are (${name}: ${message}). Sign in again, or name another AWS_PROFILE.`;
  }
  if (name === "AccessDeniedException") {
    return `AWS refuses a call that this command needs: ${message} Whoever runs it needs that permission.`;
  }
  if (isNotReached(error)) return bedrockDown(place);
  if (name === "InternalServerException" || name === "ThrottlingException") {
    return `Bedrock did not do what it was asked for (${name}: ${message}). Run the command again.`;
  }
  return explainOther(error);
}

function storeDown(place: ErrorPlace | undefined): string {
  const { dynamodbEndpoint, region } = place ?? {};
  return dynamodbEndpoint === undefined
    ? `The table of releases does not answer (DynamoDB, ${region}). Try again.`
    : localStoreDown("The table of releases", dynamodbEndpoint);
}

function bedrockDown(place: ErrorPlace | undefined): string {
  const { bedrockEndpoint, region } = place ?? {};
  return bedrockEndpoint === undefined
    ? `Bedrock does not answer in ${region}. Is this machine connected, and is that the region?`
    : `Nothing answers at ${bedrockEndpoint}. npm start or npm run local-bedrock runs a local Bedrock.`;
}

function isNotReached(error: Error): boolean {
  return "code" in error && typeof error.code === "string" && notReached.has(error.code);
}
