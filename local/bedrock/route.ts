import { sendMessageTool } from "#local/model/model.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { callCollaborator } from "./call-collaborator.ts";
import { joined, spokenOnly } from "./conversation.ts";
import { modelStep } from "./model-step.ts";
import { type Outcome, questionOf } from "./outcome.ts";
import { routingPrompt } from "./system-prompt.ts";
import type { Tracer } from "./traces.ts";

/**
 * A supervisor-router's short way: a classifier names the one collaborator whose answer is the answer, or the one that
 * answered last. Undefined when it cannot decide or names nobody: then the supervisor works as any other. The session
 * remembers a routed turn as if the supervisor had asked the collaborator itself.
 */
export async function* route(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  runId: string,
): AsyncGenerator<RuntimeEvent, Outcome | undefined> {
  const { agent, session, inputText } = run;
  const question = questionOf(inputText);
  const traceId = `${runId}-routing-0`;
  const traces = {
    input: (modelInvocationInput: object) => tracer.routing({ modelInvocationInput }),
    output: (modelInvocationOutput: object) => tracer.routing({ modelInvocationOutput }),
  };
  const step = yield* modelStep(runtime, run, tracer, traces, {
    type: "ROUTING_CLASSIFIER",
    system: routingPrompt(agent, session.lastCollaborator),
    messages: joined(spokenOnly(joined(run.history, session.messages)), [question]),
    tools: [],
    traceId,
  });
  const choice = readChoice(step.text);
  const name = choice === "keep_previous_agent" ? session.lastCollaborator : choice;
  const collaborator = agent.collaborators.find((one) => one.name === name);
  if (!collaborator) return undefined;

  const isOut = run.speaks && !agent.processing?.length;
  const trace = tracer.routing;
  const text = yield* callCollaborator(runtime, run, tracer, {
    collaborator,
    content: inputText,
    traceId,
    speaks: isOut,
    trace,
  });
  yield tracer.routing({ observation: { traceId, type: "FINISH", finalResponse: { text } } });
  const toolUseId = traceId;
  const input = { recipient: collaborator.name, content: inputText };
  return {
    text,
    isOut,
    messages: [
      question,
      { role: "assistant", content: [{ toolUse: { toolUseId, name: sendMessageTool, input } }] },
      { role: "user", content: [{ toolResult: { toolUseId, content: [{ text }] } }] },
      { role: "assistant", content: [{ text }] },
    ],
  };
}

/** `<a>name</a>`, `<a>undecidable</a>`, `<a>keep_previous_agent</a>`; the tag may be missing. */
export function readChoice(text: string): string {
  return (/<a[^>]*>([^<]*)<\/a>/.exec(text)?.[1] ?? text).trim();
}
