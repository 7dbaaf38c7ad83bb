import type { ControlPlane } from "./control-plane.ts";
import {
  type ControlPlaneMethod,
  isMaintenanceMode,
  type RetryReason,
  retryReason,
  retryRules,
} from "./retry-when.ts";
import { SetupError } from "./setup-error.ts";
import { jittered, type Pace } from "./wait-for.ts";

/** Told that there is nothing to delete, they have what they wanted. */
const deleting = /^(delete|disassociate)/;

/**
 * The same control plane with patience: repeats what was throttled, met an agent in a passing state, or a role that IAM has not
 * spread yet (60 s at most, and only for the two texts that mean it), and what was interrupted if it can be repeated. To delete what is not
 * there is no error. Each error that comes through is the service's own, but for two, which are explained.
 * @throws SetupError `maintenance_mode`, `role_refused`
 */
export function createPatientControlPlane(controlPlane: ControlPlane, pace: Pace): ControlPlane {
  const methods = Object.entries(controlPlane) as [
    ControlPlaneMethod,
    (...args: unknown[]) => Promise<unknown>,
  ][];
  return Object.fromEntries(
    methods.map(([method, call]) => [
      method,
      (...args: unknown[]) => callPatiently(() => call(...args), { method, args, pace }),
    ]),
  ) as unknown as ControlPlane;
}

async function callPatiently(
  call: () => Promise<unknown>,
  { method, args, pace }: { method: ControlPlaneMethod; args: readonly unknown[]; pace: Pace },
): Promise<unknown> {
  const isRepeatable = !cutsVersion(method, args);
  const refusals = new Map<RetryReason, { firstAtMs: number; times: number }>();
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (deleting.test(method) && isAbsent(error)) return undefined;
      if (isMaintenanceMode(error)) throw maintenanceMode(error);
      const reason = retryReason(error, { method, isRepeatable });
      if (!reason) throw error;
      const nowMs = pace.clock.nowMs();
      const { firstAtMs, times } = refusals.get(reason) ?? { firstAtMs: nowMs, times: 0 };
      refusals.set(reason, { firstAtMs, times: times + 1 });
      const { firstMs, longestMs, giveUpMs } = retryRules[reason];
      const leftMs = firstAtMs + giveUpMs - nowMs;
      if (leftMs <= 0) throw givenUp(reason, error);
      await pace.sleep(Math.min(jittered(Math.min(firstMs * 2 ** times, longestMs), pace), leftMs));
    }
  }
}

function cutsVersion(method: ControlPlaneMethod, args: readonly unknown[]): boolean {
  if (method !== "updateAlias") return false;
  const [, , spec] = args as Parameters<ControlPlane["updateAlias"]>;
  return spec.version === undefined;
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && error.name === "ResourceNotFoundException";
}

function maintenanceMode(cause: unknown): SetupError {
  return new SetupError(
    "maintenance_mode",
    [
      "AWS makes no new agents in this account: Bedrock Agents is in maintenance mode (since 2026-07-30), and accounts that used",
      "no agents in the twelve months before may not begin. Trying again does not help. Use an account that has agents already;",
      "what exists can still be changed, and everything runs against the local Bedrock (npm start).",
    ].join("\n"),
    { cause },
  );
}

function givenUp(reason: RetryReason, error: unknown): unknown {
  if (reason !== "new-role") return error;
  return new SetupError(
    "role_refused",
    [
      `Bedrock refuses the agent's role, and goes on doing so after ${retryRules[reason].giveUpMs / 1000} s: ${(error as Error).message}`,
      "The role must exist, trust bedrock.amazonaws.com and may invoke the model (for a profile also bedrock:GetInferenceProfile);",
      "whoever runs this needs bedrock:CreateAgent and iam:PassRole for it.",
    ].join("\n"),
    { cause: error },
  );
}
