import type { Tenant } from "#layer/domain/tenant.ts";
import { FailureError, failureOfAnswer } from "./failure.ts";

/** What the page knows of the retailer before anyone has signed in. */
export type TenantConfig = Pick<
  Tenant,
  "display_name" | "link_hosts" | "support_phone" | "support_email" | "support_hours"
>;

/**
 * Reads the retailer's public fields.
 * @throws FailureError with the BFF's code, `unexpected_answer` for a body of another form
 */
export async function getTenantConfig(publicKey: string, call: typeof fetch): Promise<TenantConfig> {
  const response = await call(`/api/config?t=${encodeURIComponent(publicKey)}`);
  const body = await response.text();
  if (!response.ok) throw new FailureError(failureOfAnswer(response.status, body));
  try {
    const config = JSON.parse(body) as TenantConfig;
    if (typeof config.display_name === "string" && Array.isArray(config.link_hosts)) return config;
  } catch {
    // falls through to the one refusal
  }
  throw new FailureError({ code: "unexpected_answer", retryable: true });
}
