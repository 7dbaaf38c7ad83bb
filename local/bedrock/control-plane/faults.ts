import * as z from "zod";
import { BedrockServiceError } from "../service-error.ts";
import { throttledText } from "./rate-limits.ts";

/**
 * One fault, as `POST /_bedrock/faults` takes it. It strikes the next `times` calls (1 unless said) of the operation, of any
 * without one; with `agent` only those of the agent of this id or name.
 *
 * - `throttling`, `internal`: the error, nothing is done.
 * - `role_lag`, `pass_role_lag`, `profile_lag`: the 403s by which the service says that IAM does not know the role yet.
 * - `maintenance`: the 403 of accounts that may make no agents any more.
 * - `failed`: the call is taken, and what it begins ends FAILED, with `reasons`.
 * - `cut_before`, `cut_after`: the connection breaks, before or after the call is carried out.
 */
export const faultBody = z.strictObject({
  kind: z.enum([
    "throttling",
    "internal",
    "role_lag",
    "pass_role_lag",
    "profile_lag",
    "maintenance",
    "failed",
    "cut_before",
    "cut_after",
  ]),
  operation: z.string().optional(),
  agent: z.string().optional(),
  times: z.int().min(1).max(100_000).default(1),
  reasons: z.array(z.string().min(1)).min(1).default(["Failed on demand."]),
});
export type Fault = z.output<typeof faultBody>;

/** The faults that still have calls to strike, oldest first. */
export function createFaults() {
  let faults: Fault[] = [];
  return {
    add(fault: Fault): void {
      faults.push({ ...fault });
    },
    /** The fault that strikes this call, counted down; `agents` are the ids and names that the call is about. */
    take(operation: string, agents: readonly (string | undefined)[]): Fault | undefined {
      const found = faults.find(
        (fault) =>
          (fault.operation === undefined || fault.operation === operation) &&
          (fault.agent === undefined || agents.includes(fault.agent)),
      );
      if (found) {
        found.times -= 1;
        faults = faults.filter(({ times }) => times > 0);
      }
      return found;
    },
    clear(): void {
      faults = [];
    },
  };
}

/** The error that a fault answers with; undefined for those that let the call through. */
export function faultError(
  { kind }: Fault,
  operation: string,
  model: string | undefined,
): BedrockServiceError | undefined {
  const denied = (message: string) => new BedrockServiceError("accessDeniedException", message);
  switch (kind) {
    case "throttling":
      return new BedrockServiceError("throttlingException", throttledText);
    case "internal":
      return new BedrockServiceError("internalServerException", "Internal server error.");
    case "role_lag":
      return denied(`The caller is not authorized to perform: bedrock:${operation}`);
    case "pass_role_lag":
      return denied("The caller is not authorized to perform: iam:PassRole");
    case "profile_lag":
      return denied(
        `Access denied while trying to create/update an agent using InferenceProfile ${model ?? ""}. Ensure Agent role has valid permissions to use the inference profile`,
      );
    case "maintenance":
      return denied(
        "Bedrock Agents is in Maintenance Mode. New agent creation is not available for accounts without prior service usage. To learn more, see the documentation on Agents Classic.",
      );
    default:
      return undefined;
  }
}
