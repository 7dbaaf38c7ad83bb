import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { orchestrate } from "./orchestrate.ts";
import { apologyTo, giveUp, type Outcome } from "./outcome.ts";
import { postProcess, preProcess } from "./processing.ts";
import { route } from "./route.ts";
import { type Tracer, tracerOf } from "./traces.ts";

/** Agents in a chain, the invoked one included; one further answers with the apology unasked. */
export const maxDepth = 3;

/**
 * Works on one message and returns the answer; empty when the model said nothing. The session learns the whole turn at
 * its end or, when it fails or is never taken up again, nothing of it.
 *
 * Too many steps or too deep a chain end in a failureTrace and the apology as the answer, not in an exception.
 * @throws BedrockServiceError a failed Lambda or model, a collaborator that does not exist
 * @throws the signal's reason when it is aborted
 */
export async function* runAgent(runtime: AgentRuntime, run: AgentRun): AsyncGenerator<RuntimeEvent, string> {
  const { agent, session } = run;
  const tracer = tracerOf(runtime, run);
  const runId = runtime.newId();

  if (agent.guardrail) {
    const traceId = `${runId}-guardrail-pre-0`;
    yield tracer.guardrail({ traceId, action: "NONE", inputAssessments: [] });
  }
  const outcome = yield* work(runtime, run, tracer, runId);
  const rewords = agent.processing?.includes("POST_PROCESSING") && outcome.text !== "";
  const text = rewords
    ? yield* postProcess(runtime, run, tracer, { runId, answer: outcome.text })
    : outcome.text;
  if (agent.guardrail) {
    const traceId = `${runId}-guardrail-post-0`;
    yield tracer.guardrail({ traceId, action: "NONE", outputAssessments: [] });
  }

  if (text !== "") {
    session.messages = [...session.messages, ...outcome.messages];
    session.expiresAtMs = runtime.clock.nowMs() + agent.idleSessionTtlSeconds * 1000;
  }
  if (run.speaks && !outcome.isOut && text !== "") yield { type: "text", text };
  return text;
}

async function* work(
  runtime: AgentRuntime,
  run: AgentRun,
  tracer: Tracer,
  runId: string,
): AsyncGenerator<RuntimeEvent, Outcome> {
  const { agent, callerChain, inputText } = run;
  if (callerChain.length > maxDepth) {
    return yield* giveUp(tracer, inputText, `${runId}-0`, "Too many agents in a chain");
  }
  if (agent.processing?.includes("PRE_PROCESSING")) {
    const isValid = yield* preProcess(runtime, run, tracer, runId);
    if (!isValid) return apologyTo(inputText);
  }
  const routed =
    agent.collaboration === "SUPERVISOR_ROUTER" ? yield* route(runtime, run, tracer, runId) : undefined;
  return routed ?? (yield* orchestrate(runtime, run, tracer, runId));
}
