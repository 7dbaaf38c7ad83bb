import { readEnvironmentName } from "#layer/command-line/read-environment-name.ts";
import type { EnvironmentName } from "#layer/config.ts";
import { ConfigError } from "#layer/errors.ts";
import { isLoopback } from "#layer/tables/resolve-database.ts";

/** Which agents are meant, and where they are. */
export interface SetupTarget {
  environment: EnvironmentName;
  /** On this machine: no account, no infrastructure. */
  isLocal: boolean;
  /** Absent: what the SDK finds. */
  bedrockEndpoint?: string;
  dynamodbEndpoint?: string;
}

/**
 * From `--env`, else `ENVIRONMENT`, and the SDK's endpoint variables. Without any of them the local Bedrock is taken when it
 * answers, so that the bare command works beside `npm start`.
 * @param isListening whether something answers at a loopback address
 * @throws ConfigError when the environment is missing or unknown, or when one endpoint is on this machine and the other not
 */
export async function resolveTarget(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  isListening: (url: string) => Promise<boolean>,
): Promise<SetupTarget> {
  const named = asked ?? (env.ENVIRONMENT || undefined);
  const given = env.AWS_ENDPOINT_URL_BEDROCK_AGENT || env.AWS_ENDPOINT_URL || undefined;
  const usual = loopback(env.LOCAL_BEDROCK_PORT || "4100");
  const bedrockEndpoint = given ?? (named === undefined && (await isListening(usual)) ? usual : undefined);
  const isLocal = bedrockEndpoint !== undefined && isLoopback(bedrockEndpoint);
  const environment = readEnvironmentName(
    named ?? (isLocal ? "dev" : undefined),
    `No local Bedrock answers at ${usual}; npm start runs one.`,
  );
  const dynamodbEndpoint =
    env.AWS_ENDPOINT_URL_DYNAMODB ||
    env.AWS_ENDPOINT_URL ||
    (isLocal ? loopback(env.LOCAL_DYNAMODB_PORT || "4300") : undefined);
  if (isLocal !== (dynamodbEndpoint !== undefined && isLoopback(dynamodbEndpoint))) {
    throw new ConfigError(
      "Agents and releases must be in one place: AWS_ENDPOINT_URL_BEDROCK_AGENT and AWS_ENDPOINT_URL_DYNAMODB are either both on this machine, or neither.",
    );
  }
  return {
    environment,
    isLocal,
    ...(bedrockEndpoint !== undefined && { bedrockEndpoint }),
    ...(dynamodbEndpoint !== undefined && { dynamodbEndpoint }),
  };
}

function loopback(port: string): string {
  return `http://127.0.0.1:${port}`;
}
