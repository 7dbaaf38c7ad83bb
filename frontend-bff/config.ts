import * as z from "zod";
import { environmentName } from "#layer/config.ts";

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port")
  .transform(Number)
  .refine((number) => number <= 65_535, "must be a port");

const agentId = z.string().regex(/^[0-9A-Za-z]{1,10}$/, "must be up to 10 letters and digits");

/** The variables of the BFF (design, section 5). */
export const bffConfig = z
  .object({
    ENVIRONMENT: environmentName,
    PORT: port.default(3000),
    DYNAMODB_SESSION_TABLE: z.string().min(3).max(255),
    SESSION_TOKEN_KEYS: z.string().optional(),
    SESSION_TOKEN_KEYS_SECRET_ARN: z.string().optional(),
    SESSION_SEAL_KEYS: z.string().optional(),
    SESSION_SEAL_KEYS_SECRET_ARN: z.string().optional(),
    SUPERVISOR_AGENT_ID: agentId,
    SUPERVISOR_AGENT_ALIAS_ID: agentId,
    PF360_ISSUER: z.string().min(1),
    PF360_AUDIENCE: z.string().min(1),
    PF360_JWKS_URL: z.url({ protocol: /^https?$/ }),
  })
  .refine(({ ENVIRONMENT, PF360_JWKS_URL }) => ENVIRONMENT === "dev" || isEncrypted(PF360_JWKS_URL), {
    path: ["PF360_JWKS_URL"],
    message: "must be https outside dev",
  });
export type BffConfig = z.output<typeof bffConfig>;

function isEncrypted(url: string): boolean {
  return url.startsWith("https:");
}
