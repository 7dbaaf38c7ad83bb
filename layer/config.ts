import * as z from "zod";
import { releaseForm } from "./audit/audit-event.ts";
import { ConfigError } from "./errors.ts";

/** Variables that more than one entry reads, each with the form it must have. */
export const environmentName = z.enum(["dev", "qa", "staging", "prod"]);
export type EnvironmentName = z.infer<typeof environmentName>;

/** `true`, `false`, `1` or `0`; anything else stops the start, so that a typo never switches bookings on or off. */
export const flag = z.enum(["true", "false", "1", "0"]).transform((text) => text === "true" || text === "1");

/** At least one: a time-out of 0 would refuse every call before it is sent. */
export const seconds = z
  .string()
  .regex(/^0*[1-9]\d{0,3}$/, "must be whole seconds, at least 1")
  .transform(Number);

/** What runs, for the audit log: a version, a commit in full, or a UUID. */
export const releaseName = z.string().regex(releaseForm, "must be a version, a full commit or a UUID");

/** A key ring's text, or the secret or file that holds it; `layer/auth` reads the ring itself. */
export interface KeyRingSource {
  json?: string | undefined;
  secretArn?: string | undefined;
  file?: string | undefined;
}

/** The label of an environment in portal links: prod's is `apps`. */
export function portalLabel(environment: EnvironmentName): "dev" | "qa" | "staging" | "apps" {
  return environment === "prod" ? "apps" : environment;
}

/**
 * Reads an entry's variables by its schema. An empty variable counts as missing.
 * @throws ConfigError that names every missing or malformed variable, and never shows a value.
 */
export function readConfig<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = path.join(".") || "the configuration";
    const missing = path.length > 0 && !(String(path[0]) in present);
    return missing ? `${name} is not set` : `${name}: ${message}`;
  });
  throw new ConfigError(
    `Cannot start: ${problems.join("; ")}. The README's table of variables says what each one holds.`,
  );
}

/**
 * Region and endpoint of an AWS client from the SDK's own variables (`AWS_REGION`, `AWS_ENDPOINT_URL_{service}`), taken
 * from the entry's record, so that two systems in one process can differ. What is absent the SDK finds by itself.
 */
export function awsClientConfig(
  env: Readonly<Record<string, string | undefined>>,
  service: "DYNAMODB" | "BEDROCK_AGENT_RUNTIME",
): { region?: string; endpoint?: string } {
  const region = env.AWS_REGION;
  const endpoint = env[`AWS_ENDPOINT_URL_${service}`];
  return { ...(region && { region }), ...(endpoint && { endpoint }) };
}
