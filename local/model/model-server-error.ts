import { BedrockServiceError, type ServiceErrorName } from "#local/bedrock/service-error.ts";

/** A failure of the model's server under one of Bedrock's names; the sentence is ours and holds none of its text. */
export function modelServerError(
  exception: ServiceErrorName,
  sentence: string,
  cause?: unknown,
): BedrockServiceError {
  const hasResource = exception === "dependencyFailedException" || exception === "badGatewayException";
  return new BedrockServiceError(exception, sentence, {
    ...(cause !== undefined && { cause }),
    ...(hasResource && { detail: { resourceName: "model server" } }),
  });
}

/** The server did its part and the answer is of no use; another try may be better. */
export function modelServerFailed(sentence: string, cause?: unknown): BedrockServiceError {
  return modelServerError("dependencyFailedException", sentence, cause);
}

/** The connection ended before the answer did. */
export function modelServerCut(cause?: unknown): BedrockServiceError {
  return modelServerError(
    "badGatewayException",
    "The model server's answer ended before it was whole.",
    cause,
  );
}
