import type { ControlPlane } from "./control-plane.ts";

export type ControlPlaneMethod = keyof ControlPlane;

/** Why a call that was refused may go well a moment later. */
export type RetryReason = "throttled" | "passing-state" | "new-role" | "interrupted";

interface RetryRule {
  /** The first pause; each further one is twice as long, up to `longestMs`. */
  firstMs: number;
  longestMs: number;
  /** From the first refusal for this reason on. */
  giveUpMs: number;
}

export const retryRules: Readonly<Record<RetryReason, RetryRule>> = {
  throttled: { firstMs: 500, longestMs: 8_000, giveUpMs: 120_000 },
  "passing-state": { firstMs: 500, longestMs: 3_000, giveUpMs: 300_000 },
  "new-role": { firstMs: 2_000, longestMs: 10_000, giveUpMs: 60_000 },
  interrupted: { firstMs: 500, longestMs: 4_000, giveUpMs: 30_000 },
};

/** What is being deleted can be deleted again when it is gone: then it is not found, which is what was wanted. */
const passingStates = "Creating|Updating|Preparing|Versioning|Deleting";
const passingState = new RegExp(
  `operation can't be performed on Agent(Alias)? when (it|Agent) is in (${passingStates}) state`,
);
/** A role that does not exist, or that nobody may pass: the wording is that of a caller without rights. */
const unknownRole = /is not authorized to perform: (bedrock:(Create|Update)Agent|iam:PassRole)\b/;
const roleWithoutModel = /^Access denied while trying to create\/update an agent using InferenceProfile /;

/**
 * Whether a call is worth repeating. Interrupted ones (no answer, or a 5xx) only where a second time does no more than the
 * first: an alias without a version would cut another one.
 */
export function retryReason(
  error: unknown,
  { method, isRepeatable }: { method: ControlPlaneMethod; isRepeatable: boolean },
): RetryReason | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (name === "ThrottlingException") return "throttled";
  if (name === "ValidationException" && passingState.test(message)) return "passing-state";
  if (name === "AccessDeniedException" && (method === "createAgent" || method === "updateAgent")) {
    return unknownRole.test(message) || roleWithoutModel.test(message) ? "new-role" : undefined;
  }
  return isRepeatable && isInterruption(error) ? "interrupted" : undefined;
}

export function isMaintenanceMode(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === "AccessDeniedException" &&
    /maintenance mode/i.test(error.message)
  );
}

function isInterruption(error: Error): boolean {
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  // Where nobody is, nobody will be in half a minute.
  if (code === "ECONNREFUSED" || code === "ENOTFOUND") return false;
  const isConnectionLost = typeof code === "string" && /^E[A-Z_]+$/.test(code);
  return isConnectionLost || error.name === "TimeoutError" || ($metadata?.httpStatusCode ?? 0) >= 500;
}
