import type { AgentEvent, AgentFailureCode } from "./agent-backend.ts";

export type Failure = Extract<AgentEvent, { type: "failed" }>;

/** What went wrong, by the error classes of the SDK, of its credential providers and of Node's sockets. */
const byName: Readonly<Record<string, [AgentFailureCode, boolean]>> = {
  ThrottlingException: ["agent_busy", true],
  ModelNotReadyException: ["agent_busy", true],
  ConflictException: ["agent_busy", true],
  ServiceQuotaExceededException: ["agent_busy", false],
  AccessDeniedException: ["agent_forbidden", false],
  UnrecognizedClientException: ["agent_forbidden", false],
  ExpiredTokenException: ["agent_forbidden", false],
  InvalidSignatureException: ["agent_forbidden", false],
  CredentialsProviderError: ["agent_forbidden", false],
  ResourceNotFoundException: ["agent_not_found", false],
  InternalServerException: ["agent_unavailable", true],
  BadGatewayException: ["agent_unavailable", true],
  TimeoutError: ["agent_unavailable", true],
  CutStreamError: ["agent_unavailable", true],
  DependencyFailedException: ["agent_failed", true],
  ValidationException: ["agent_failed", false],
};

/** A turn's failure with whether the customer may usefully try again. */
export function failure(code: AgentFailureCode, retryable: boolean): Failure {
  return { type: "failed", code, retryable };
}

/**
 * The failure that an error stands for. An aborted signal comes first: `agent_stopped`, or `agent_unavailable` when it was
 * aborted by a time limit. Nothing of the error's text is kept.
 */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) {
    return nameOf(signal.reason) === "TimeoutError"
      ? failure("agent_unavailable", true)
      : failure("agent_stopped", false);
  }
  const known = byName[nameOf(error)];
  if (known) return failure(...known);
  return isConnectionLost(error) ? failure("agent_unavailable", true) : failure("agent_failed", false);
}

/** The error's class, for the log and the table above. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** A socket or HTTP/2 error of Node, or an answer of the service without a class of its own. */
function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  if (typeof code === "string" && /^(E[A-Z]+$|ERR_HTTP2|ERR_STREAM_PREMATURE)/.test(code)) return true;
  return ($metadata?.httpStatusCode ?? 0) >= 500 || /^HTTP\/2 stream|^http2 request/i.test(error.message);
}
