import type { BedrockServiceError, ServiceErrorName } from "#local/bedrock/service-error.ts";
import { modelServerError } from "../model-server-error.ts";

/** What an HTTP status of the model server amounts to, and what to look at. */
export function failureOfStatus(status: number): BedrockServiceError {
  const [exception, sentence] = meaningOf(status);
  return modelServerError(exception, `The model server ${sentence} (HTTP ${status}).`);
}

function meaningOf(status: number): [ServiceErrorName, string] {
  if (status === 401 || status === 403) {
    return ["accessDeniedException", "refused the key: check LOCAL_MODEL_API_KEY"];
  }
  if (status === 404) {
    return [
      "resourceNotFoundException",
      "knows no such address or model: check LOCAL_MODEL_BASE_URL (it usually ends in /v1) and LOCAL_MODEL_NAME",
    ];
  }
  if (status === 402) return ["serviceQuotaExceededException", "wants to be paid first"];
  if (status === 429) return ["throttlingException", "takes no more requests for now"];
  if (status === 503 || status === 529) return ["modelNotReadyException", "is not ready or overloaded"];
  if (status === 408 || status >= 500) return ["badGatewayException", "failed"];
  if (status >= 400) {
    return [
      "validationException",
      "refused the request: the model must take tools, streamed, in this length",
    ];
  }
  return ["validationException", "answered with a redirect or without a body: check LOCAL_MODEL_BASE_URL"];
}
