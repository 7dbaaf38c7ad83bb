import { type EnvironmentName, environmentName } from "#layer/config.ts";
import { ConfigError } from "#layer/errors.ts";

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
  const environment = environmentName.safeParse(named ?? (isLocal ? "dev" : undefined));
  if (!environment.success) throw missingEnvironment(named, usual);
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
    environment: environment.data,
    isLocal,
    ...(bedrockEndpoint !== undefined && { bedrockEndpoint }),
    ...(dynamodbEndpoint !== undefined && { dynamodbEndpoint }),
  };
}

function missingEnvironment(named: string | undefined, usual: string): ConfigError {
  const names = environmentName.options.join(", ");
  return new ConfigError(
    named === undefined
      ? `Which environment? Give --env (or ENVIRONMENT): ${names}. No local Bedrock answers at ${usual}; npm start runs one.`
      : `There is no environment "${named}"; there are ${names}.`,
  );
}

function loopback(port: string): string {
  return `http://127.0.0.1:${port}`;
}

function isLoopback(url: string): boolean {
  const { hostname } = URL.canParse(url) ? new URL(url) : { hostname: "" };
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
