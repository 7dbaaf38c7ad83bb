import type { Log } from "#layer/observability/log.ts";
import type { FrozenAgent } from "./agent-registry.ts";
import type { AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { createByteChunker, wholeText } from "./chunk-bytes.ts";
import { chunkFrame, exceptionFrame, returnControlFrame, traceFrame } from "./frames.ts";
import { createIntervalCutter, usualGuardrailInterval } from "./guardrail-interval.ts";
import { type InvokeAgentRequest, readInvokeAgent } from "./invoke-agent-request.ts";
import { BedrockServiceError, notFoundText, rejectedText } from "./service-error.ts";
import { type ServiceCall, type ServiceOperation, writeInPace } from "./service-operation.ts";
import { createTurns } from "./turns.ts";

/**
 * InvokeAgent. What is wrong with the request is an HTTP error; whatever happens in the turn comes as frames after a 200.
 * A session takes one turn at a time: a second one is refused with a ConflictException.
 */
export function invokeAgentOperation(runtime: AgentRuntime, log: Log): ServiceOperation {
  const turns = createTurns(runtime);
  return {
    name: "InvokeAgent",
    method: "POST",
    path: /^\/agents\/([^/]*)\/agentAliases\/([^/]*)\/sessions\/([^/]*)\/text\/?$/,
    template: "/agents/{agentId}/agentAliases/{agentAliasId}/sessions/{sessionId}/text",
    async handle({ parts, body, ...call }) {
      const [agentId = "", aliasId = "", sessionId = ""] = parts;
      const request = readInvokeAgent({ agentId, aliasId, sessionId }, body);
      const agent = runtime.registry.resolve(agentId, aliasId);
      if (!agent) throw new BedrockServiceError("resourceNotFoundException", notFoundText);
      if (agent.rejectsInvocations) throw new BedrockServiceError("validationException", rejectedText);
      const events = request.endSession
        ? endSession(runtime, agent, request)
        : turns.take(agent, request, call.signal);
      await answer(events, { request, cut: cutterOf(agent, request) }, call, log);
    },
  };
}

async function* endSession(
  { sessions }: AgentRuntime,
  agent: FrozenAgent,
  { sessionId }: InvokeAgentRequest,
): AsyncGenerator<RuntimeEvent> {
  sessions.end(agent, sessionId);
  yield { type: "text", text: "Session is terminated as 'endSession' flag is set in request." };
}

async function answer(
  events: AsyncGenerator<RuntimeEvent>,
  { request, cut }: { request: InvokeAgentRequest; cut: Cutter },
  { response, requestId, signal }: Omit<ServiceCall, "parts" | "body">,
  log: Log,
): Promise<void> {
  const { sessionId, enableTrace, memoryId, agentId } = request;
  response.statusCode = 200;
  response.setHeader("content-type", "application/vnd.amazon.eventstream");
  response.setHeader("x-amzn-bedrock-agent-content-type", "application/json");
  response.setHeader("x-amz-bedrock-agent-session-id", sessionId);
  if (memoryId !== undefined) response.setHeader("x-amz-bedrock-agent-memory-id", memoryId);
  response.setHeader("x-amzn-requestid", requestId);
  if ("flushHeaders" in response) response.flushHeaders();
  const write = (frame: Uint8Array) => writeInPace(response, frame, signal);
  let code = "ok";
  try {
    for await (const event of events) {
      if (event.type === "text") {
        for (const bytes of cut.push(event.text)) await write(chunkFrame(bytes));
      } else if (event.type === "return-control") {
        for (const bytes of cut.flush()) await write(chunkFrame(bytes));
        await write(returnControlFrame(event.payload));
      } else if (enableTrace) await write(traceFrame(event.part));
    }
    for (const bytes of cut.flush()) await write(chunkFrame(bytes));
  } catch (error) {
    code = signal.aborted ? "caller_gone" : "internalServerException";
    if (error instanceof BedrockServiceError && !signal.aborted) code = error.exception;
    if (!signal.aborted) await write(exceptionFrame(serviceError(error))).catch(() => {});
  }
  log(code === "ok" ? "info" : "warn", "invoke-agent-end", { agent: agentId, request: requestId, code });
  response.end();
}

interface Cutter {
  push(text: string): Uint8Array[];
  flush(): Uint8Array[];
}

/** How an answer's text becomes chunks: as one, as it is written, or as a guardrail lets it through. */
function cutterOf({ guardrail }: FrozenAgent, request: InvokeAgentRequest): Cutter {
  if (!request.streamFinalResponse) return { push: wholeText, flush: () => [] };
  const chunker = createByteChunker();
  if (!guardrail) return chunker;
  const interval = createIntervalCutter(request.guardrailInterval ?? usualGuardrailInterval);
  return {
    push: (text) => interval.push(text).flatMap(chunker.push),
    flush: () => [...interval.flush().flatMap(chunker.push), ...chunker.flush()],
  };
}

function serviceError(error: unknown): BedrockServiceError {
  if (error instanceof BedrockServiceError) return error;
  const text = "The server encountered an internal error. Retry the request.";
  return new BedrockServiceError("internalServerException", text, { cause: error });
}
