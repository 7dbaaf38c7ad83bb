import { AppError, StoreDownError } from "#layer/errors.ts";

/** How a request is refused: the code that the body says, its status, and whether the same request may succeed later. */
const refusals = {
  invalid_request: { status: 400, retryable: false },
  message_too_long: { status: 400, retryable: false },
  not_found: { status: 404, retryable: false },
  wrong_conversation: { status: 409, retryable: false },
  turn_running: { status: 409, retryable: true },
  body_too_large: { status: 413, retryable: false },
  unsupported_media_type: { status: 415, retryable: false },
  bug: { status: 500, retryable: false },
  upstream_down: { status: 503, retryable: true },
} as const;
export type RefusalCode = keyof typeof refusals;

/** Thrown by whoever finds that a request cannot be served. Its code is all that the client gets. */
export class RefusalError extends AppError {
  readonly refusal: RefusalCode;
  constructor(refusal: RefusalCode) {
    super(refusal, `refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/** Nobody, or nobody that may: without a reason, so that no answer helps to guess. */
export class UnauthorizedError extends AppError {
  constructor() {
    super("unauthorized", "refused: unauthorized");
  }
}

/** The answer to an error: ours by its code, anything else as `bug`. Never holds anything that the error says. */
export function answerOfError(error: unknown, requestId: string): Response {
  if (error instanceof UnauthorizedError) return unauthorized();
  const code = codeOf(error);
  return refusalAnswer({ code, retryable: refusals[code].retryable }, refusals[code].status, requestId);
}

function codeOf(error: unknown): RefusalCode {
  if (error instanceof StoreDownError) return "upstream_down";
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
