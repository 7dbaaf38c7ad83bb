import { readEnvironmentName } from "#layer/command-line/read-environment-name.ts";
import type { EnvironmentName } from "#layer/config.ts";

/** Which environment's tables a command works on, and where they are. */
export interface DatabaseTarget {
  environment: EnvironmentName;
  /** On this machine: no account. */
  isLocal: boolean;
  /** Absent: what the SDK finds. */
  endpoint?: string;
}

/**
 * From `--env`, else `ENVIRONMENT`, and the SDK's endpoint variables. Without any of them the database of `npm start` is taken
 * when it answers.
 * @param isListening whether a DynamoDB answers at a loopback address
 * @throws ConfigError when the environment is unknown, or missing and the database not on this machine
 */
export async function resolveDatabase(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isListening: (url: string) => Promise<boolean>,
): Promise<DatabaseTarget> {
  const named = asked ?? (env.ENVIRONMENT || undefined);
  const usual = `http://127.0.0.1:${env.LOCAL_DYNAMODB_PORT || "4300"}`;
  const given = env.AWS_ENDPOINT_URL_DYNAMODB || env.AWS_ENDPOINT_URL || undefined;
  const endpoint = given ?? (named === undefined && (await isListening(usual)) ? usual : undefined);
  const isLocal = endpoint !== undefined && isLoopback(endpoint);
  const environment = readEnvironmentName(
    named ?? (isLocal ? "dev" : undefined),
    `No local DynamoDB answers at ${usual}; npm start runs one.`,
  );
  return { environment, isLocal, ...(endpoint !== undefined && { endpoint }) };
}

/** An address of this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: "" };
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
