import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { StoreDownError } from "#layer/errors.ts";

/** One attempt's limits: DynamoDB answers within tens of milliseconds, and the SDK alone would wait for ever. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };
/** The SDK's fourth try under throttling comes up to seven seconds late; nobody in a chat waits that long. */
const maxAttempts = 3;

/** The tables' client, with limits. Calls that the tables did not answer, after the SDK's own tries, throw a StoreDownError. */
export function createDynamodbDocuments(config: Pick<DynamoDBClientConfig, "region" | "endpoint">): {
  documents: DynamoDBDocumentClient;
  close: () => void;
} {
  const client = new DynamoDBClient({ ...config, requestHandler, maxAttempts });
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isOutage(error) ? new StoreDownError(error) : error;
      }
    },
    { step: "initialize", priority: "high", name: "storeDown" },
  );
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { documents, close: () => client.destroy() };
}

const busy = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "TimeoutError",
]);

/** The service was not reached, was too slow, is throttling or failed: another try may succeed. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  const isConnectionLost = typeof code === "string" && /^E[A-Z_]+$/.test(code);
  return busy.has(error.name) || isConnectionLost || ($metadata?.httpStatusCode ?? 0) >= 500;
}
