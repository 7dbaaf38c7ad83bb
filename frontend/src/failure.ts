/** What went wrong, as the page needs it: `words.failures` has the words of the code. */
export interface Failure {
  code: string;
  retryable: boolean;
  /** Names the request to the office; absent when the failure is the page's own finding. */
  requestId?: string;
}

/** A failure on its way through promises and streams. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.name = "FailureError";
    this.failure = failure;
  }
}

/** Codes after which only a new sign-in helps. */
const signInCodes = new Set(["unauthorized", "reauth_required"]);

export function needsSignIn(failure: Failure | undefined): boolean {
  return failure !== undefined && signInCodes.has(failure.code);
}

/** Codes after which only a new conversation helps. */
const overCodes = new Set(["conversation_gone", "wrong_conversation"]);

export function isOver(failure: Failure | undefined): boolean {
  return failure !== undefined && overCodes.has(failure.code);
}

/**
 * Reads any error that reaches the page: ours, an `error` part of the stream (its text is JSON of code, retryable and
 * request_id) or what `fetch` throws. Never throws, and never lets foreign text through.
 */
export function readFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  // Browsers differ in the text of a lost connection, and agree on the class.
  if (error instanceof TypeError || isGivenUp(error)) return { code: "network", retryable: true };
  const told = error instanceof Error ? parseObject(error.message) : undefined;
  return failureOf(told) ?? { code: "unexpected_answer", retryable: true };
}

/** Nobody has answered in time. Browsers disagree on which of the two names that has. */
function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "TimeoutError" || error.name === "AbortError");
}

/** The failure that a refusing answer of the BFF tells in `{error: {code, retryable, request_id}}`. */
export function failureOfAnswer(status: number, body: string): Failure {
  if (status === 401) return { code: "unauthorized", retryable: false };
  return failureOf(parseObject(body)?.error) ?? { code: "unexpected_answer", retryable: status >= 500 };
}

function failureOf(value: unknown): Failure | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { code, retryable, request_id: requestId } = value as Record<string, unknown>;
  if (typeof code !== "string") return undefined;
  return { code, retryable: retryable === true, ...(typeof requestId === "string" ? { requestId } : {}) };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
