import { BedrockServiceError, type ServiceErrorName } from "#local/bedrock/service-error.ts";
import { modelServerError } from "../model-server-error.ts";

const busy: [ServiceErrorName, string] = ["throttlingException", "takes no more requests for now"];
const broken: [ServiceErrorName, string] = ["badGatewayException", "failed"];
const forbidden: [ServiceErrorName, string] = [
  "accessDeniedException",
  "refuses: check the AWS credentials, and this account's access to the model",
];

/** By the names of the SDK's error classes, its credential providers' and its handlers'. */
const byName: Readonly<Record<string, [ServiceErrorName, string]>> = {
  AccessDeniedException: forbidden,
  UnrecognizedClientException: forbidden,
  ExpiredTokenException: forbidden,
  InvalidSignatureException: forbidden,
  CredentialsProviderError: forbidden,
  TokenProviderError: forbidden,
  ThrottlingException: busy,
  ServiceQuotaExceededException: ["serviceQuotaExceededException", "has reached a quota of this account"],
  ResourceNotFoundException: [
    "resourceNotFoundException",
    "knows no such model in this region: check LOCAL_MODEL_NAME and AWS_REGION",
  ],
  ValidationException: [
    "validationException",
    "refuses the request: LOCAL_MODEL_NAME must name a model or inference profile that takes tools in ConverseStream",
  ],
  ModelNotReadyException: ["modelNotReadyException", "is not ready"],
  ServiceUnavailableException: ["modelNotReadyException", "is not available for now"],
  InternalServerException: broken,
  TimeoutError: broken,
  ModelTimeoutException: ["dependencyFailedException", "took too long"],
  ModelErrorException: ["dependencyFailedException", "failed while it wrote"],
  ModelStreamErrorException: ["dependencyFailedException", "failed while it wrote"],
};

/** What the SDK threw, under the runtime's names; everything unknown is a bad gateway, with the cause kept. */
export function converseFailure(error: unknown): BedrockServiceError {
  if (error instanceof BedrockServiceError) return error;
  const name = error instanceof Error ? error.name : "";
  const [exception, sentence] = (Object.hasOwn(byName, name) && byName[name]) || broken;
  return modelServerError(exception, `Amazon Bedrock ${sentence}.`, error);
}
