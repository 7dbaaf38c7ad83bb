import type { ApiInvocationInput } from "@aws-sdk/client-bedrock-agent-runtime";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { type ActionCall, actionInvocation } from "./call-action.ts";
import { type ControlResult, controlInput, maxControlInputs } from "./return-control.ts";
import { BedrockServiceError } from "./service-error.ts";
import type { Tracer } from "./traces.ts";

/** What the model is told of an action that the user declined; the real words are not known. */
const deniedText = "The user declined this action. It was not carried out.";

/**
 * Hands those calls of one step that need it to the caller of InvokeAgent, five at a time, and waits; the turn is
 * suspended meanwhile. Gives back what the caller said, by call; nothing for the calls that need nobody.
 */
export async function* handBack(
  { newId }: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  calls: readonly ActionCall[],
): AsyncGenerator<RuntimeEvent, Map<ActionCall, ControlResult>> {
  const asked = calls.flatMap((call): [ActionCall, ApiInvocationInput][] => {
    const input = controlInput(call.operation, call.values, run.agent, run.collaboratorName);
    return input ? [[call, input]] : [];
  });
  const results = new Map<ActionCall, ControlResult>();
  for (let at = 0; at < asked.length; at += maxControlInputs) {
    const group = asked.slice(at, at + maxControlInputs);
    const invocationId = newId();
    for (const [call] of group) {
      yield tracer.orchestration({ invocationInput: actionInvocation(call, invocationId) });
    }
    const invocationInputs = group.map(([, apiInvocationInput]) => ({ apiInvocationInput }));
    yield { type: "return-control", invocationId, payload: { invocationId, invocationInputs } };
    for (const [index, [call]] of group.entries()) {
      const result = run.caller.results[index];
      if (result) results.set(call, result);
    }
  }
  return results;
}

/**
 * The text that the model is shown of an action which its caller has run or declined; undefined when the caller has
 * confirmed what the Lambda is to run now.
 * @throws BedrockServiceError dependencyFailedException for the state FAILURE
 */
export function* settle(
  tracer: Tracer,
  { operation, traceId }: ActionCall,
  { confirmation, state, body }: ControlResult,
): Generator<RuntimeEvent, string | undefined> {
  if (state === "FAILURE") {
    throw new BedrockServiceError("dependencyFailedException", "The action that was handed back failed.", {
      detail: { resourceName: operation.group },
    });
  }
  if (confirmation !== "DENY" && state === "REPROMPT") {
    yield tracer.orchestration({
      observation: { traceId, type: "REPROMPT", repromptResponse: { text: body, source: "ACTION_GROUP" } },
    });
    return body;
  }
  if (confirmation !== "DENY" && operation.lambdaArn !== undefined) return undefined;
  const text = confirmation === "DENY" ? deniedText : body;
  yield tracer.orchestration({
    observation: { traceId, type: "ACTION_GROUP", actionGroupInvocationOutput: { text } },
  });
  return text;
}
