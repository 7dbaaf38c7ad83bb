import * as z from "zod";
import { shortestTokenLifeSeconds, tokenLifeSeconds } from "#layer/auth/session-token.ts";
import { environmentName, releaseName } from "#layer/config.ts";
import { exactOrigin } from "#layer/domain/origin.ts";

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port")
  .transform(Number)
  .refine((number) => number <= 65_535, "must be a port");

const agentId = z.string().regex(/^[0-9A-Za-z]{1,10}$/, "must be up to 10 letters and digits");

const tokenLife = z
  .string()
  .regex(/^\d{1,4}$/, "must be whole seconds")
  .transform(Number)
  .refine(
    (life) => life >= shortestTokenLifeSeconds && life <= tokenLifeSeconds,
    `must be ${shortestTokenLifeSeconds} to ${tokenLifeSeconds} seconds`,
  );

/** The variables of the BFF (design, section 5). */
export const bffConfig = z
  .object({
    ENVIRONMENT: environmentName,
    PORT: port.default(3000),
    DYNAMODB_SESSION_TABLE: z.string().min(3).max(255),
    SESSION_TOKEN_KEYS: z.string().optional(),
    SESSION_TOKEN_KEYS_SECRET_ARN: z.string().optional(),
    SESSION_TOKEN_KEYS_FILE: z.string().optional(),
    SESSION_SEAL_KEYS: z.string().optional(),
    SESSION_SEAL_KEYS_SECRET_ARN: z.string().optional(),
    SESSION_SEAL_KEYS_FILE: z.string().optional(),
    SUBJECT_KEYS: z.string().optional(),
    SUBJECT_KEYS_SECRET_ARN: z.string().optional(),
    SUBJECT_KEYS_FILE: z.string().optional(),
    OPERATOR_KEYS: z.string().optional(),
    OPERATOR_KEYS_SECRET_ARN: z.string().optional(),
    OPERATOR_KEYS_FILE: z.string().optional(),
    RELEASE: releaseName.optional(),
    TOKEN_LIFE_SECONDS: tokenLife.default(tokenLifeSeconds),
    SUPERVISOR_AGENT_ID: agentId,
    SUPERVISOR_AGENT_ALIAS_ID: agentId,
    PF360_ISSUER: z.string().min(1),
    PF360_AUDIENCE: z.string().min(1),
    PF360_JWKS_URL: z.url({ protocol: /^https?$/ }),
    PUBLIC_ORIGIN: exactOrigin.optional(),
    TRUSTED_PROXIES: z
      .string()
      .regex(/^\d$/, "must be a number of proxies, 0 to 9")
      .default("0")
      .transform(Number),
    RATE_LIMITS: z.enum(["dynamodb", "memory", "off"]).default("dynamodb"),
  })
  .refine(({ ENVIRONMENT, RATE_LIMITS }) => ENVIRONMENT === "dev" || RATE_LIMITS === "dynamodb", {
    path: ["RATE_LIMITS"],
    message: "must be dynamodb outside dev",
  })
  .refine(
    ({ ENVIRONMENT, PUBLIC_ORIGIN }) => ENVIRONMENT === "dev" || !PUBLIC_ORIGIN || isEncrypted(PUBLIC_ORIGIN),
    {
      path: ["PUBLIC_ORIGIN"],
      message: "must be https outside dev",
    },
  )
  .refine(({ ENVIRONMENT, PF360_JWKS_URL }) => ENVIRONMENT === "dev" || isEncrypted(PF360_JWKS_URL), {
    path: ["PF360_JWKS_URL"],
    message: "must be https outside dev",
  });
export type BffConfig = z.output<typeof bffConfig>;

function isEncrypted(url: string): boolean {
  return url.startsWith("https:");
}
