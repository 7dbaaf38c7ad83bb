import * as z from "zod";
import { type ModelMessage, sendMessageTool } from "#local/model/model.ts";
import type { FrozenCollaborator } from "./agent-registry.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { callAction } from "./call-action.ts";
import { modelStep, type ToolCall } from "./model-step.ts";
import { type Operation, operationsOf, toolOf } from "./operations.ts";
import { BedrockServiceError, notFoundText } from "./service-error.ts";
import { sendMessage, systemPrompt } from "./system-prompt.ts";
import { type Tracer, tracerOf } from "./traces.ts";

/** Model calls an agent may make for one message; then it gives up with the service's apology. */
export const maxSteps = 10;
/** Agents in a chain, the invoked one included; one further answers with the apology unasked. */
export const maxDepth = 3;
export const apology = "Sorry, I am unable to assist you with this request.";

/**
 * Works on one message until the model answers without calling a tool, and returns that answer; empty when the model
 * said nothing. Tools of one step run one after another, in the model's order. The session learns the whole turn at its
 * end or, when it fails, nothing of it.
 *
 * Too many steps or too deep a chain end in a failureTrace and the apology as the answer, not in an exception.
 * @throws BedrockServiceError a failed Lambda or model, a collaborator that does not exist
 * @throws the signal's reason when it is aborted
 */
export async function* runAgent(runtime: AgentRuntime, run: AgentRun): AsyncGenerator<RuntimeEvent, string> {
  const { agent, session } = run;
  const tracer = tracerOf(runtime, run);
  const runId = runtime.newId();
  const question: ModelMessage = { role: "user", content: [{ text: run.inputText }] };
  const operations = new Map(
    agent.actionGroups.flatMap(operationsOf).map((operation) => [operation.toolName, operation]),
  );
  const speak = sendMessage(agent);
  const tools = [...(speak ? [speak] : []), ...[...operations.values()].map(toolOf)];
  const system = systemPrompt(agent);
  const messages = [...session.messages, question];

  const close = (said: readonly ModelMessage[]) => {
    session.messages = said;
    session.expiresAtMs = runtime.clock.nowMs() + agent.idleSessionTtlSeconds * 1000;
  };
  const giveUp = function* (traceId: string, reason: string): Generator<RuntimeEvent, string> {
    yield tracer.failure(traceId, reason);
    close([...session.messages, question, { role: "assistant", content: [{ text: apology }] }]);
    if (run.text !== "returned") yield { type: "text", text: apology };
    return apology;
  };

  if (run.callerChain.length > maxDepth) return yield* giveUp(`${runId}-0`, "Too many agents in a chain");
  let hasSpoken = false;
  for (let index = 0; index < maxSteps; index += 1) {
    const traceId = `${runId}-${index}`;
    // A thought before a tool call has been streamed already: the answer begins as a paragraph of its own.
    const lead = hasSpoken ? "\n\n" : "";
    const step = yield* modelStep(runtime, run, tracer, { system, messages, tools, traceId, lead });
    messages.push({ role: "assistant", content: step.content });
    if (step.calls.length === 0) {
      const { text } = step;
      yield tracer.orchestration({ observation: { traceId, type: "FINISH", finalResponse: { text } } });
      if (text !== "") close(messages);
      if (run.text === "whole" && text !== "") yield { type: "text", text };
      return text;
    }
    if (step.text !== "") {
      hasSpoken = true;
      yield tracer.orchestration({ rationale: { traceId, text: step.text } });
    }
    const results: ModelMessage = { role: "user", content: [] };
    for (const call of step.calls) {
      const text = yield* runTool(runtime, run, tracer, operations, call, traceId);
      results.content.push({ toolResult: { toolUseId: call.toolUseId, content: [{ text }] } });
    }
    messages.push(results);
  }
  return yield* giveUp(`${runId}-${maxSteps}`, "Max iterations exceeded");
}

async function* runTool(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  operations: ReadonlyMap<string, Operation>,
  { name, input }: ToolCall,
  traceId: string,
): AsyncGenerator<RuntimeEvent, string> {
  const operation = operations.get(name);
  if (operation) return yield* callAction(runtime, run, tracer, { operation, input, traceId });
  const message = sendMessageInput.safeParse(input);
  if (name === sendMessageTool && message.success) {
    const { recipient } = message.data;
    const collaborator = run.agent.collaborators.find((one) => one.name === recipient);
    if (collaborator) {
      return yield* callCollaborator(runtime, run, tracer, collaborator, message.data.content, traceId);
    }
  }
  const text = "There is no such tool or agent, or its input is not what it takes.";
  yield tracer.orchestration({
    observation: { traceId, type: "REPROMPT", repromptResponse: { text, source: "PARSER" } },
  });
  return text;
}

const sendMessageInput = z.object({ recipient: z.string(), content: z.string() });

/**
 * Hands a message to a collaborator and gives back its answer. It has a session of its own under a service-made id, stable
 * within the supervisor's; it gets the supervisor's session attributes, never its prompt attributes, and what its Lambdas
 * return stays with it.
 */
async function* callCollaborator(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  { name, agentId, aliasId }: FrozenCollaborator,
  content: string,
  traceId: string,
): AsyncGenerator<RuntimeEvent, string> {
  const startedAtMs = runtime.clock.nowMs();
  const agent = runtime.registry.resolve(agentId, aliasId);
  if (!agent) throw new BedrockServiceError("resourceNotFoundException", notFoundText);
  const known = run.session.collaborators.get(name);
  const isSame = known?.agentId === agentId && known.aliasId === aliasId;
  const sessionId = isSame ? known.sessionId : runtime.newId();
  run.session.collaborators.set(name, { agentId, aliasId, sessionId });
  const session = runtime.sessions.open(agent, sessionId);
  session.attributes = { ...session.attributes, ...run.session.attributes };

  const named = { agentCollaboratorName: name, agentCollaboratorAliasArn: runtime.aliasArn(agent) };
  yield tracer.orchestration({
    invocationInput: {
      traceId,
      invocationType: "AGENT_COLLABORATOR",
      agentCollaboratorInvocationInput: { ...named, input: { type: "TEXT", text: content } },
    },
  });
  const text = yield* runAgent(runtime, {
    agent,
    session,
    inputText: content,
    callerChain: [...run.callerChain, named.agentCollaboratorAliasArn],
    collaboratorName: name,
    promptAttributes: {},
    text: "returned",
    signal: run.signal,
  });
  yield tracer.orchestration({
    observation: {
      traceId,
      type: "AGENT_COLLABORATOR",
      agentCollaboratorInvocationOutput: {
        ...named,
        output: { type: "TEXT", text },
        metadata: tracer.since(startedAtMs),
      },
    },
  });
  return text;
}
