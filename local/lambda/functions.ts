import { randomUUID } from "node:crypto";
import { AppError } from "#layer/errors.ts";
import { abortable } from "./abortable.ts";
import { type FunctionContext, functionContext } from "./function-context.ts";

export type FunctionHandler = (event: unknown, context: FunctionContext) => Promise<unknown>;

export interface LocalFunction {
  handler: FunctionHandler;
  /** Default 30 seconds. */
  timeoutMs?: number;
  /** Only said in the context; nothing is limited. Default 512. */
  memoryMb?: number;
}

/** As Lambda's Invoke answers: with `functionError` the payload is `{errorType, errorMessage, trace?}`. */
export interface FunctionResult {
  functionError?: "Unhandled";
  payload: unknown;
}

/** Lambda's synchronous Invoke, in process. */
export interface LocalFunctions {
  /**
   * @throws AppError `function_not_found`, or `request_too_large` for an event over 6 MB
   * @throws the signal's reason when it is aborted; the handler goes on unheard, as a real function would
   */
  invoke(arn: string, event: unknown, signal?: AbortSignal): Promise<FunctionResult>;
}

/** Lambda's quota for synchronous payloads, each way, in bytes (AWS, "Lambda quotas"). */
const maxPayloadBytes = 6_291_556;

/**
 * Runs handlers in this process as Lambda would call them: the event and the answer pass through JSON, a handler that
 * takes too long or throws becomes a function error, and so does an answer that is too large or no JSON.
 */
export function createLocalFunctions(functions: Readonly<Record<string, LocalFunction>>): LocalFunctions {
  return {
    async invoke(arn, event, signal) {
      const found = Object.hasOwn(functions, arn) ? functions[arn] : undefined;
      if (!found) throw new AppError("function_not_found", `Function not found: ${arn}`);
      const request = JSON.stringify(event) ?? "null";
      if (Buffer.byteLength(request) > maxPayloadBytes) {
        throw new AppError("request_too_large", `${arn}: the event is over ${maxPayloadBytes} bytes`);
      }
      signal?.throwIfAborted();
      return abortable(run(arn, found, JSON.parse(request)), signal);
    },
  };
}

async function run(
  arn: string,
  { handler, timeoutMs = 30_000, memoryMb = 512 }: LocalFunction,
  event: unknown,
): Promise<FunctionResult> {
  const requestId = randomUUID();
  const timeout = Promise.withResolvers<FunctionResult>();
  const timer = setTimeout(() => timeout.resolve(timedOut(requestId, timeoutMs)), timeoutMs);
  // Begins in a later turn, so that a handler that throws at once is no different from one that rejects.
  const answer = Promise.resolve()
    .then(() => handler(event, functionContext(arn, { requestId, timeoutMs, memoryMb })))
    .then(throughJson, thrown);
  return Promise.race([answer, timeout.promise]).finally(() => clearTimeout(timer));
}

function throughJson(answer: unknown): FunctionResult {
  let text: string;
  try {
    text = JSON.stringify(answer) ?? "null";
  } catch {
    return functionError("Runtime.MarshalError", "Unable to stringify response body");
  }
  if (Buffer.byteLength(text) <= maxPayloadBytes) return { payload: JSON.parse(text) as unknown };
  const problem = `Response payload size exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`;
  return functionError("Function.ResponseSizeTooLarge", problem);
}

function timedOut(requestId: string, timeoutMs: number): FunctionResult {
  const seconds = (timeoutMs / 1000).toFixed(2);
  return functionError(
    "Sandbox.Timedout",
    `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
  );
}

function thrown(error: unknown): FunctionResult {
  if (!(error instanceof Error)) return functionError(typeof error, String(error));
  return {
    functionError: "Unhandled",
    payload: { errorType: error.name, errorMessage: error.message, trace: error.stack?.split("\n") ?? [] },
  };
}

function functionError(errorType: string, errorMessage: string): FunctionResult {
  return { functionError: "Unhandled", payload: { errorType, errorMessage } };
}
