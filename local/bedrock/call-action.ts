import type { InvocationInput } from "@aws-sdk/client-bedrock-agent-runtime";
import { abortable } from "#local/lambda/abortable.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { type LambdaEvent, lambdaEvent } from "./lambda-event.ts";
import { type LambdaAnswer, readLambdaResponse } from "./lambda-response.ts";
import type { Operation } from "./operations.ts";
import { BedrockServiceError, lambdaDeniedText, lambdaFailedText } from "./service-error.ts";
import type { Tracer } from "./traces.ts";

export interface ActionCall {
  operation: Operation;
  values: Pick<LambdaEvent, "parameters" | "requestBody">;
  traceId: string;
}

/**
 * Asks an operation's Lambda and gives back the text that the model is shown. Attributes that the Lambda returns take
 * the place of the session's; without any, those stay.
 * @throws BedrockServiceError dependencyFailedException when the function may not be called or fails
 */
export async function* callAction(
  { functions, clock, mayInvoke }: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  call: ActionCall,
  lambdaArn: string,
): AsyncGenerator<RuntimeEvent, string> {
  const startedAtMs = clock.nowMs();
  const { agent, inputText, session, promptAttributes } = run;
  const { signal } = run.caller;
  const { traceId } = call;
  yield tracer.orchestration({ invocationInput: actionInvocation(call) });
  if (!mayInvoke(agent, lambdaArn)) throw failed(lambdaDeniedText(lambdaArn));
  const event = lambdaEvent(call.operation, call.values, {
    agent,
    inputText,
    sessionId: session.sessionId,
    sessionAttributes: session.attributes,
    promptSessionAttributes: promptAttributes,
  });
  const answer = await abortable(ask(functions, lambdaArn, event, signal), signal);
  session.attributes = answer.sessionAttributes ?? session.attributes;
  run.promptAttributes = answer.promptSessionAttributes ?? promptAttributes;
  yield tracer.orchestration({
    observation: {
      traceId,
      type: "ACTION_GROUP",
      actionGroupInvocationOutput: { text: answer.body, metadata: tracer.since(startedAtMs) },
    },
  });
  return answer.body;
}

/** What the trace says of a call: to the Lambda, or handed back under an invocation id. */
export function actionInvocation(
  { operation, values, traceId }: ActionCall,
  invocationId?: string,
): InvocationInput {
  const { parameters, requestBody } = values;
  return {
    traceId,
    invocationType: "ACTION_GROUP",
    actionGroupInvocationInput: {
      actionGroupName: operation.group,
      apiPath: operation.apiPath,
      verb: operation.httpMethod.toLowerCase(),
      executionType: invocationId === undefined ? "LAMBDA" : "RETURN_CONTROL",
      ...(invocationId !== undefined && { invocationId }),
      parameters,
      ...(requestBody && { requestBody: { content: bareLists(requestBody.content) } }),
    },
  };
}

/** A trace's request body is a bare list a media type, the Lambda's is wrapped in `properties` (service model). */
function bareLists(content: NonNullable<LambdaEvent["requestBody"]>["content"]) {
  return Object.fromEntries(Object.entries(content).map(([type, { properties }]) => [type, properties]));
}

async function ask(
  functions: AgentRuntime["functions"],
  arn: string,
  event: LambdaEvent,
  signal: AbortSignal,
): Promise<LambdaAnswer> {
  const result = await functions.invoke(arn, event, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw failed(lambdaFailedText, cause);
  });
  return readLambdaResponse(event, result);
}

function failed(text: string, cause?: unknown): BedrockServiceError {
  const detail = { resourceName: "Lambda" };
  return new BedrockServiceError("dependencyFailedException", text, { cause, detail });
}
