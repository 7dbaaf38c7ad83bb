import { abortable } from "#local/lambda/abortable.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { eventValues, type LambdaEvent, lambdaEvent } from "./lambda-event.ts";
import { type LambdaAnswer, readLambdaResponse } from "./lambda-response.ts";
import type { Operation } from "./operations.ts";
import { BedrockServiceError, lambdaFailedText } from "./service-error.ts";
import type { Tracer } from "./traces.ts";

/**
 * Asks an operation's Lambda and gives back the text that the model is shown. Attributes that the Lambda returns take
 * the place of the session's; without any, those stay.
 * @throws BedrockServiceError dependencyFailedException when the function cannot be called or fails
 */
export async function* callAction(
  { functions, clock, newId }: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  { operation, input, traceId }: { operation: Operation; input: Record<string, unknown>; traceId: string },
): AsyncGenerator<RuntimeEvent, string> {
  const startedAtMs = clock.nowMs();
  const { agent, inputText, session, promptAttributes, signal } = run;
  const values = eventValues(operation, input);
  yield tracer.orchestration({
    invocationInput: {
      traceId,
      invocationType: "ACTION_GROUP",
      actionGroupInvocationInput: {
        actionGroupName: operation.group,
        apiPath: operation.apiPath,
        verb: operation.httpMethod.toLowerCase(),
        executionType: "LAMBDA",
        invocationId: newId(),
        parameters: values.parameters,
        ...(values.requestBody && { requestBody: { content: bareLists(values.requestBody.content) } }),
      },
    },
  });
  const event = lambdaEvent(operation, values, {
    agent,
    inputText,
    sessionId: session.sessionId,
    sessionAttributes: session.attributes,
    promptSessionAttributes: promptAttributes,
  });
  const answer = await abortable(ask(functions, operation.lambdaArn, event, signal), signal);
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
    throw new BedrockServiceError("dependencyFailedException", lambdaFailedText, {
      cause,
      detail: { resourceName: "Lambda" },
    });
  });
  return readLambdaResponse(event, result);
}
