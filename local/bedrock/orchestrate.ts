import * as z from "zod";
import { type ModelMessage, sendMessageTool } from "#local/model/model.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { type ActionCall, callAction } from "./call-action.ts";
import { callCollaborator } from "./call-collaborator.ts";
import { joined } from "./conversation.ts";
import { handBack, settle } from "./hand-back.ts";
import { eventValues } from "./lambda-event.ts";
import { modelStep, type ToolCall } from "./model-step.ts";
import { operationsOf, toolOf } from "./operations.ts";
import { giveUp, type Outcome, questionOf } from "./outcome.ts";
import type { ControlResult } from "./return-control.ts";
import { sendMessage, systemPrompt } from "./system-prompt.ts";
import type { Tracer } from "./traces.ts";

/** Model calls an agent may make for one message; then it gives up with the service's apology. */
export const maxSteps = 10;

/**
 * Asks the model and runs its tools until it answers without calling one. Tools of one step run one after another, in the
 * model's order; those that need the caller of InvokeAgent are handed back first, together.
 * @throws BedrockServiceError a failed Lambda or model, a collaborator that does not exist
 */
export async function* orchestrate(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  runId: string,
): AsyncGenerator<RuntimeEvent, Outcome> {
  const { agent, session } = run;
  const operations = new Map(
    agent.actionGroups.flatMap(operationsOf).map((operation) => [operation.toolName, operation]),
  );
  const speak = sendMessage(agent);
  const tools = [...(speak ? [speak] : []), ...[...operations.values()].map(toolOf)];
  const system = systemPrompt(agent);
  const messages: ModelMessage[] = [questionOf(run.inputText)];
  const traces = {
    input: (modelInvocationInput: object) => tracer.orchestration({ modelInvocationInput }),
    output: (modelInvocationOutput: object) => tracer.orchestration({ modelInvocationOutput }),
  };

  let hasSpoken = false;
  for (let index = 0; index < maxSteps; index += 1) {
    const traceId = `${runId}-${index}`;
    const streams = isStreaming(run);
    const step = yield* modelStep(runtime, run, tracer, traces, {
      type: "ORCHESTRATION",
      system,
      messages: joined(run.history, session.messages, messages),
      tools,
      traceId,
      // A thought before a tool call has been streamed already: the answer begins as a paragraph of its own.
      ...(streams && { streamAfter: hasSpoken ? "\n\n" : "" }),
    });
    messages.push({ role: "assistant", content: step.content });
    if (step.calls.length === 0) {
      const { text } = step;
      yield tracer.orchestration({ observation: { traceId, type: "FINISH", finalResponse: { text } } });
      return { text, isOut: streams, messages };
    }
    if (step.text !== "") {
      hasSpoken ||= streams;
      yield tracer.orchestration({ rationale: { traceId, text: step.text } });
    }
    const actions = new Map(
      step.calls.flatMap((call): [ToolCall, ActionCall][] => {
        const operation = operations.get(call.name);
        if (!operation) return [];
        const values = eventValues(operation, call.input, runtime.switches.arrays);
        return [[call, { operation, values, traceId }]];
      }),
    );
    const handed = yield* handBack(runtime, run, tracer, [...actions.values()]);
    const results: ModelMessage = { role: "user", content: [] };
    for (const call of step.calls) {
      const action = actions.get(call);
      const text = action
        ? yield* runAction(runtime, run, tracer, action, handed.get(action))
        : yield* sendOn(runtime, run, tracer, call, traceId);
      results.content.push({ toolResult: { toolUseId: call.toolUseId, content: [{ text }] } });
    }
    messages.push(results);
  }
  return yield* giveUp(tracer, run.inputText, `${runId}-${maxSteps}`, "Max iterations exceeded");
}

/** Text goes out as it is written; not with pre- or post-processing, as the service has it. */
export function isStreaming({ agent, speaks, caller }: AgentRun): boolean {
  return speaks && caller.streams && !agent.processing?.length;
}

async function* runAction(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  call: ActionCall,
  result: ControlResult | undefined,
): AsyncGenerator<RuntimeEvent, string> {
  const settled = result && (yield* settle(tracer, call, result));
  if (settled !== undefined) return settled;
  const { lambdaArn } = call.operation;
  if (lambdaArn === undefined) throw new Error("a handed-back action came back without its result");
  return yield* callAction(runtime, run, tracer, call, lambdaArn);
}

const sendMessageInput = z.object({ recipient: z.string(), content: z.string() });

async function* sendOn(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  { name, input }: ToolCall,
  traceId: string,
): AsyncGenerator<RuntimeEvent, string> {
  const message = sendMessageInput.safeParse(input);
  if (name === sendMessageTool && message.success) {
    const { recipient, content } = message.data;
    const collaborator = run.agent.collaborators.find((one) => one.name === recipient);
    const trace = tracer.orchestration;
    if (collaborator) {
      const consultation = { collaborator, content, traceId, speaks: false, trace };
      return yield* callCollaborator(runtime, run, tracer, consultation);
    }
  }
  const text = "There is no such tool or agent, or its input is not what it takes.";
  yield tracer.orchestration({
    observation: { traceId, type: "REPROMPT", repromptResponse: { text, source: "PARSER" } },
  });
  return text;
}
