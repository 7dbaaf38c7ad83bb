import type { ApiInvocationInput, ReturnControlPayload } from "@aws-sdk/client-bedrock-agent-runtime";
import type { FrozenAgent } from "./agent-registry.ts";
import type { LambdaEvent } from "./lambda-event.ts";
import type { Operation } from "./operations.ts";
import { BedrockServiceError } from "./service-error.ts";

/** The most that one returnControl may ask, and that one answer may hold (service model). */
export const maxControlInputs = 5;

/** What the caller of InvokeAgent said to one input of a returnControl. */
export interface ControlResult {
  /** Undefined where nothing was to be confirmed. */
  confirmation: "CONFIRM" | "DENY" | undefined;
  state: "FAILURE" | "REPROMPT" | undefined;
  /** What the action answered; empty where the caller did not run it. */
  body: string;
}

/** One entry of `returnControlInvocationResults`, as it was sent. */
export interface ReturnedResult {
  actionGroup: string;
  apiPath: string | undefined;
  httpMethod: string | undefined;
  agentId: string | undefined;
  confirmationState: "CONFIRM" | "DENY" | undefined;
  responseState: "FAILURE" | "REPROMPT" | undefined;
  body: string | undefined;
}

/** What the caller of InvokeAgent is asked for before or instead of the Lambda; undefined: the Lambda runs unasked. */
export function controlOf({ lambdaArn, requiresConfirmation }: Operation) {
  if (lambdaArn === undefined) return requiresConfirmation ? "USER_CONFIRMATION_AND_RESULT" : "RESULT";
  return requiresConfirmation ? "USER_CONFIRMATION" : undefined;
}

/** One input of a returnControl; undefined for an operation that needs none. */
export function controlInput(
  operation: Operation,
  { parameters, requestBody }: Pick<LambdaEvent, "parameters" | "requestBody">,
  agent: Pick<FrozenAgent, "agentId">,
  collaboratorName: string | undefined,
): ApiInvocationInput | undefined {
  const actionInvocationType = controlOf(operation);
  if (!actionInvocationType) return undefined;
  const { group: actionGroup, apiPath, httpMethod } = operation;
  return {
    actionGroup,
    apiPath,
    httpMethod,
    actionInvocationType,
    agentId: agent.agentId,
    ...(collaboratorName !== undefined && { collaboratorName }),
    parameters,
    ...(requestBody && { requestBody }),
  };
}

/**
 * Puts the results in the order of the inputs they answer. The harsher reading: every input is answered exactly once, an
 * input of a collaborator with that collaborator's `agentId`, a confirmation with a state, an action with a body.
 * @throws BedrockServiceError validationException
 */
export function matchResults(
  { invocationInputs = [] }: ReturnControlPayload,
  results: readonly ReturnedResult[],
): ControlResult[] {
  const left = [...results];
  const matched = invocationInputs.map(({ apiInvocationInput: input }) => {
    const at = left.findIndex((result) => input !== undefined && answers(result, input));
    const [result] = at < 0 ? [] : left.splice(at, 1);
    if (!input || !result) throw invalid("An input of the returnControl is not answered.");
    return read(input, result);
  });
  if (left.length > 0) throw invalid("A result answers no input of the returnControl.");
  return matched;
}

function answers(result: ReturnedResult, input: ApiInvocationInput): boolean {
  const isSameAgent =
    result.agentId === input.agentId ||
    (result.agentId === undefined && input.collaboratorName === undefined);
  return (
    isSameAgent &&
    result.actionGroup === input.actionGroup &&
    result.apiPath === input.apiPath &&
    result.httpMethod === input.httpMethod
  );
}

function read({ actionInvocationType }: ApiInvocationInput, result: ReturnedResult): ControlResult {
  const { confirmationState, responseState, body } = result;
  const wantsYes = actionInvocationType !== "RESULT";
  const wantsBody = actionInvocationType !== "USER_CONFIRMATION" && confirmationState !== "DENY";
  if (wantsYes && confirmationState === undefined) throw invalid("A confirmationState is missing.");
  if (wantsBody && body === undefined && responseState === undefined) {
    throw invalid("A responseBody is missing.");
  }
  return {
    confirmation: wantsYes ? confirmationState : undefined,
    state: responseState,
    body: body ?? "",
  };
}

function invalid(message: string): BedrockServiceError {
  return new BedrockServiceError("validationException", message);
}
