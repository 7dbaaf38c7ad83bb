import * as z from "zod";
import { environmentName, flag, releaseName, seconds } from "#layer/config.ts";

/** The variables of an action group's Lambda (design, section 5). */
export const actionConfig = z
  .object({
    ENVIRONMENT: environmentName,
    USE_REAL_API: flag,
    CONFIRM_SCHEDULE_FLAG: flag,
    CANCEL_SCHEDULE_FLAG: flag,
    CUSTOMER_SCHEDULER_BASE_API_URL: z
      .url({ protocol: /^https?$/ })
      .refine(isBase, "must be a bare address")
      .optional(),
    DYNAMODB_SESSION_TABLE: z.string().min(3).max(255),
    API_TIMEOUT: seconds.default(20),
    RELEASE: releaseName.optional(),
    SESSION_SEAL_KEYS: z.string().optional(),
    SESSION_SEAL_KEYS_SECRET_ARN: z.string().optional(),
    SESSION_SEAL_KEYS_FILE: z.string().optional(),
  })
  .refine((config) => !config.USE_REAL_API || config.CUSTOMER_SCHEDULER_BASE_API_URL, {
    path: ["CUSTOMER_SCHEDULER_BASE_API_URL"],
    message: "is needed while USE_REAL_API is true",
  })
  .refine(
    // The customer's bearer goes there.
    ({ ENVIRONMENT, USE_REAL_API, CUSTOMER_SCHEDULER_BASE_API_URL: url }) =>
      ENVIRONMENT === "dev" || !USE_REAL_API || url === undefined || new URL(url).protocol === "https:",
    { path: ["CUSTOMER_SCHEDULER_BASE_API_URL"], message: "must be https outside dev" },
  );
export type ActionConfig = z.output<typeof actionConfig>;

/** Paths are put behind it as they are: a query, a fragment or a sign-in in it would swallow or betray them. */
function isBase(written: string): boolean {
  const { search, hash, username, password } = new URL(written);
  return `${search}${hash}${username}${password}` === "";
}
