import type {
  GuardrailTrace,
  Metadata,
  OrchestrationTrace,
  PostProcessingTrace,
  PreProcessingTrace,
  RoutingClassifierTrace,
  Trace,
  Usage,
} from "@aws-sdk/client-bedrock-agent-runtime";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";

/** Makes one run's trace events; each holds exactly one member of each union (boto3 refuses others). */
export interface Tracer {
  guardrail(trace: GuardrailTrace): RuntimeEvent;
  preProcessing(trace: PreProcessingTrace): RuntimeEvent;
  routing(trace: RoutingClassifierTrace): RuntimeEvent;
  orchestration(trace: OrchestrationTrace): RuntimeEvent;
  postProcessing(trace: PostProcessingTrace): RuntimeEvent;
  failure(traceId: string, failureReason: string): RuntimeEvent;
  /** Metadata of a step that began then. */
  since(startedAtMs: number, usage?: Usage): Metadata;
}

/** A tracer in the name of one run's agent. */
export function tracerOf({ clock, newId }: Pick<AgentRuntime, "clock" | "newId">, run: AgentRun): Tracer {
  const { agent, session, callerChain, collaboratorName } = run;
  const part = (trace: Trace): RuntimeEvent => ({
    type: "trace",
    part: {
      agentId: agent.agentId,
      agentAliasId: agent.aliasId,
      agentVersion: agent.version,
      sessionId: session.sessionId,
      callerChain: callerChain.map((agentAliasArn) => ({ agentAliasArn })),
      ...(collaboratorName !== undefined && { collaboratorName }),
      eventTime: new Date(clock.nowMs()),
      trace,
    },
  });
  return {
    guardrail: (guardrailTrace) => part({ guardrailTrace }),
    preProcessing: (preProcessingTrace) => part({ preProcessingTrace }),
    routing: (routingClassifierTrace) => part({ routingClassifierTrace }),
    orchestration: (orchestrationTrace) => part({ orchestrationTrace }),
    postProcessing: (postProcessingTrace) => part({ postProcessingTrace }),
    failure: (traceId, failureReason) => part({ failureTrace: { traceId, failureReason, failureCode: 400 } }),
    since(startedAtMs, usage) {
      const endedAtMs = clock.nowMs();
      return {
        startTime: new Date(startedAtMs),
        endTime: new Date(endedAtMs),
        totalTimeMs: endedAtMs - startedAtMs,
        clientRequestId: newId(),
        ...(usage && { usage }),
      };
    },
  };
}
