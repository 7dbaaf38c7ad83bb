import * as z from "zod";
import type { FunctionResult } from "#local/lambda/functions.ts";
import type { Attributes, LambdaEvent } from "./lambda-event.ts";
import { BedrockServiceError, lambdaFailedText } from "./service-error.ts";

const attributes = z.record(z.string(), z.string()).nullish();
const responseSchema = z.object({
  messageVersion: z.literal("1.0"),
  response: z.object({
    actionGroup: z.string(),
    apiPath: z.string(),
    httpMethod: z.string(),
    httpStatusCode: z.number().int(),
    responseBody: z.record(z.string(), z.object({ body: z.string() })),
  }),
  sessionAttributes: attributes,
  promptSessionAttributes: attributes,
});

/** What comes of a Lambda's answer. Attributes are undefined where the Lambda returned none: the session's then stay. */
export interface LambdaAnswer {
  /** The text that the model sees as the tool's result. */
  body: string;
  sessionAttributes: Attributes | undefined;
  promptSessionAttributes: Attributes | undefined;
}

/**
 * Reads what an action group's Lambda answered. Any HTTP status is the model's to judge.
 * @throws BedrockServiceError dependencyFailedException when the function failed, the answer is malformed, or its group,
 * path or method is not the event's (the service's wording is known, the cases are the harsher reading of the docs)
 */
export function readLambdaResponse(
  event: LambdaEvent,
  { functionError, payload }: FunctionResult,
): LambdaAnswer {
  if (functionError) throw failed("the function failed");
  const parsed = responseSchema.safeParse(payload);
  if (!parsed.success) throw failed("the response is malformed");
  const { response, sessionAttributes, promptSessionAttributes } = parsed.data;
  const echoes =
    response.actionGroup === event.actionGroup &&
    response.apiPath === event.apiPath &&
    response.httpMethod === event.httpMethod;
  const body = Object.values(response.responseBody)[0]?.body;
  if (!echoes) throw failed("the response is not an answer to this event");
  if (body === undefined) throw failed("the response has no body");
  return {
    body,
    sessionAttributes: sessionAttributes ?? undefined,
    promptSessionAttributes: promptSessionAttributes ?? undefined,
  };
}

function failed(cause: string): BedrockServiceError {
  return new BedrockServiceError("dependencyFailedException", lambdaFailedText, {
    cause,
    detail: { resourceName: "Lambda" },
  });
}
