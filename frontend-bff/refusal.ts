import { AuditDownError } from "#layer/audit/audit-log.ts";
import { AppError, StoreDownError } from "#layer/errors.ts";
import type { CounterName } from "#layer/observability/counters.ts";

/** How a request is refused: the code that the body says, its status, and whether the same request may succeed later. */
const refusals = {
  invalid_request: { status: 400, retryable: false },
  message_too_long: { status: 400, retryable: false },
  origin_refused: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  wrong_conversation: { status: 409, retryable: false },
  turn_running: { status: 409, retryable: true },
  conversation_gone: { status: 410, retryable: false },
  body_too_large: { status: 413, retryable: false },
  unsupported_media_type: { status: 415, retryable: false },
  rate_limited: { status: 429, retryable: true },
  bug: { status: 500, retryable: false },
  deletion_incomplete: { status: 503, retryable: true },
  upstream_down: { status: 503, retryable: true },
} as const;
export type RefusalCode = keyof typeof refusals;

/** Thrown by whoever finds that a request cannot be served. Its code is all that the client gets. */
export class RefusalError extends AppError {
  readonly refusal: RefusalCode;
  /** Whole seconds, at least one: when the same request may be made again. */
  readonly retryAfterSeconds: number | undefined;
  constructor(refusal: RefusalCode, { retryAfterSeconds }: { retryAfterSeconds?: number } = {}) {
    super(refusal, `refused: ${refusal}`);
    this.refusal = refusal;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Nobody, or nobody that may. The answer is without a reason, so that none helps to guess; `counted` is for our counters alone. */
export class UnauthorizedError extends AppError {
  readonly counted: CounterName;
  constructor(counted: CounterName = "token_refused") {
    super("unauthorized", "refused: unauthorized");
    this.counted = counted;
  }
}

/** The answer to an error: ours by its code, anything else as `bug`. Never holds anything that the error says. */
export function answerOfError(error: unknown, requestId: string): Response {
  if (error instanceof UnauthorizedError) return unauthorized();
  const code = codeOf(error);
  const { status, retryable } = refusals[code];
  const answer = refusalAnswer({ code, retryable }, status, requestId);
  const waitSeconds = error instanceof RefusalError ? error.retryAfterSeconds : undefined;
  if (waitSeconds !== undefined) answer.headers.set("retry-after", String(waitSeconds));
  return answer;
}

function codeOf(error: unknown): RefusalCode {
  if (error instanceof StoreDownError || error instanceof AuditDownError) return "upstream_down";
  return error instanceof RefusalError ? error.refusal : "bug";
}

export function refusalAnswer(
  error: { code: string; retryable: boolean },
  status: number,
  requestId: string,
): Response {
  const { code, retryable } = error;
  return Response.json({ error: { code, retryable, request_id: requestId } }, { status });
}

/** The one 401, byte for byte the same for every reason; the request id stands in the header alone. */
export function unauthorized(): Response {
  return Response.json(
    { error: { code: "unauthorized", retryable: false } },
    { status: 401, headers: { "www-authenticate": "Bearer" } },
  );
}
