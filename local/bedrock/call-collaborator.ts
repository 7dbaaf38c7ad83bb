import type { InvocationInput, Observation } from "@aws-sdk/client-bedrock-agent-runtime";
import type { FrozenCollaborator } from "./agent-registry.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { joined, spokenOnly } from "./conversation.ts";
import { BedrockServiceError, notFoundText, rejectedText } from "./service-error.ts";
import type { Tracer } from "./traces.ts";

export interface Consultation {
  collaborator: FrozenCollaborator;
  content: string;
  traceId: string;
  /** The collaborator's answer is the caller's. */
  speaks: boolean;
  /** Dresses a trace of the supervisor's. */
  trace(
    member:
      | { invocationInput: InvocationInput; observation?: never }
      | { observation: Observation; invocationInput?: never },
  ): RuntimeEvent;
}

/**
 * Hands a message to a collaborator and gives back its answer. It has a session of its own under a service-made id, stable
 * within the supervisor's; it gets the supervisor's session attributes, never its prompt attributes, and what its Lambdas
 * return stays with it. With relay it sees what was said in the supervisor's earlier turns before its own.
 * @throws BedrockServiceError resourceNotFoundException, validationException for an alias that rejects invocations
 */
export async function* callCollaborator(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  { collaborator, content, traceId, speaks, trace }: Consultation,
): AsyncGenerator<RuntimeEvent, string> {
  const { name, agentId, aliasId } = collaborator;
  const startedAtMs = runtime.clock.nowMs();
  const agent = runtime.registry.resolve(agentId, aliasId);
  if (!agent) throw new BedrockServiceError("resourceNotFoundException", notFoundText);
  if (agent.rejectsInvocations) throw new BedrockServiceError("validationException", rejectedText);
  const known = run.session.collaborators.get(name);
  const isSame = known?.agentId === agentId && known.aliasId === aliasId;
  const sessionId = isSame ? known.sessionId : runtime.newId();
  run.session.collaborators.set(name, { agentId, aliasId, sessionId });
  const session = runtime.sessions.open(agent, sessionId);
  if (runtime.switches.attributesReachCollaborators) {
    session.attributes = { ...session.attributes, ...run.session.attributes };
  }

  const named = { agentCollaboratorName: name, agentCollaboratorAliasArn: runtime.aliasArn(agent) };
  const asks = (input: NonNullable<InvocationInput["agentCollaboratorInvocationInput"]>["input"]) =>
    trace({
      invocationInput: {
        traceId,
        invocationType: "AGENT_COLLABORATOR",
        agentCollaboratorInvocationInput: { ...named, input },
      },
    });
  const answers = (output: NonNullable<Observation["agentCollaboratorInvocationOutput"]>["output"]) =>
    trace({
      observation: {
        traceId,
        type: "AGENT_COLLABORATOR",
        agentCollaboratorInvocationOutput: { ...named, output, metadata: tracer.since(startedAtMs) },
      },
    });

  yield asks({ type: "TEXT", text: content });
  const events = runtime.runAgent({
    agent,
    session,
    inputText: content,
    history: collaborator.relayConversationHistory
      ? spokenOnly(joined(run.history, run.session.messages))
      : [],
    callerChain: [...run.callerChain, named.agentCollaboratorAliasArn],
    collaboratorName: name,
    promptAttributes: {},
    speaks,
    caller: run.caller,
  });
  const text = yield* toldBySupervisor(events, { asks, answers });
  run.session.lastCollaborator = name;
  yield answers({ type: "TEXT", text });
  return text;
}

/** The collaborator's events; round a returnControl the supervisor tells that it got control back and gave it on. */
async function* toldBySupervisor(
  events: AsyncGenerator<RuntimeEvent, string>,
  {
    asks,
    answers,
  }: {
    asks: (input: { type: "RETURN_CONTROL"; returnControlResults: { invocationId: string } }) => RuntimeEvent;
    answers: (output: {
      type: "RETURN_CONTROL";
      returnControlPayload: Extract<RuntimeEvent, { type: "return-control" }>["payload"];
    }) => RuntimeEvent;
  },
): AsyncGenerator<RuntimeEvent, string> {
  try {
    for (;;) {
      const next = await events.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.type !== "return-control") {
        yield event;
        continue;
      }
      const { invocationId, payload } = event;
      yield answers({ type: "RETURN_CONTROL", returnControlPayload: payload });
      yield event;
      yield asks({ type: "RETURN_CONTROL", returnControlResults: { invocationId } });
    }
  } finally {
    await events.return("");
  }
}
