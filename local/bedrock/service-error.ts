import { AppError } from "#layer/errors.ts";

/** The runtime's modelled exceptions and their HTTP status (service model bedrock-agent-runtime 2023-07-26). */
const statusOf = {
  validationException: 400,
  serviceQuotaExceededException: 400,
  accessDeniedException: 403,
  resourceNotFoundException: 404,
  conflictException: 409,
  dependencyFailedException: 424,
  modelNotReadyException: 424,
  throttlingException: 429,
  internalServerException: 500,
  badGatewayException: 502,
} as const;

/** As a member of the response stream: lower camel case. */
export type ServiceErrorName = keyof typeof statusOf;

/**
 * An error as the service speaks it: before the stream an HTTP status, within it an exception frame. A model behind the
 * runtime may throw one to have it passed on under its name. `message` is shown to the caller.
 */
export class BedrockServiceError extends AppError {
  readonly exception: ServiceErrorName;
  readonly status: number;
  /** Further members of the payload, such as `resourceName`. */
  readonly detail: Readonly<Record<string, string>>;
  constructor(
    exception: ServiceErrorName,
    message: string,
    options: ErrorOptions & { detail?: Readonly<Record<string, string>>; status?: number } = {},
  ) {
    super(exception, message, options);
    this.exception = exception;
    this.status = options.status ?? statusOf[exception];
    this.detail = options.detail ?? {};
  }
  /** The class name that the SDKs know: upper camel case. */
  get errorType(): string {
    return this.exception.charAt(0).toUpperCase() + this.exception.slice(1);
  }
}

/** The texts that the field has seen; the rest say in our words what was wrong. */
export const notFoundText =
  "Failed to retrieve resource because it doesn't exist. Retry your request with a different resource identifier.";
export const modelFailedText =
  "Dependency resource: received model timeout/error exception from Bedrock. Try the request again.";
export const lambdaFailedText =
  "The server encountered an error processing the Lambda response. Check the Lambda response and retry the request";
/** The agent's ARN is missing in the function's resource policy. */
export const lambdaDeniedText = (functionArn: string) =>
  `Access denied while invoking Lambda function ${functionArn}. Check the permissions on Lambda function and retry the request.`;
/** In our words: what a paused alias answers is not documented. */
export const rejectedText =
  "The agent alias rejects invocations. Change its invocation state to accept them.";
