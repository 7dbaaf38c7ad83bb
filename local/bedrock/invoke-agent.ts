import type { Log } from "#layer/observability/log.ts";
import type { FrozenAgent } from "./agent-registry.ts";
import type { AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { createByteChunker, wholeText } from "./chunk-bytes.ts";
import { chunkFrame, exceptionFrame, traceFrame } from "./frames.ts";
import { type InvokeAgentRequest, readInvokeAgent } from "./invoke-agent-request.ts";
import { runAgent } from "./run-agent.ts";
import { BedrockServiceError, notFoundText } from "./service-error.ts";
import { type ServiceCall, type ServiceOperation, writeInPace } from "./service-operation.ts";

/**
 * InvokeAgent. What is wrong with the request is an HTTP error; whatever happens in the turn comes as frames after a 200.
 * A session takes one turn at a time: a second one is refused with a ConflictException.
 */
export function invokeAgentOperation(runtime: AgentRuntime, log: Log): ServiceOperation {
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
      const events = request.endSession
        ? endSession(runtime, agent, request)
        : runTurn(runtime, agent, request, call.signal);
      await answer(events, request, call, log);
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

/** Takes the session at once and gives it back when the events end, however they end. */
function runTurn(
  runtime: AgentRuntime,
  agent: FrozenAgent,
  {
    sessionId,
    inputText,
    sessionAttributes,
    promptSessionAttributes,
    streamFinalResponse,
  }: InvokeAgentRequest,
  signal: AbortSignal,
): AsyncGenerator<RuntimeEvent> {
  const session = runtime.sessions.open(agent, sessionId);
  if (session.busy) {
    throw new BedrockServiceError("conflictException", "Another turn of this session is under way.");
  }
  session.busy = true;
  session.attributes = sessionAttributes ?? session.attributes;
  return (async function* () {
    try {
      yield* runAgent(runtime, {
        agent,
        session,
        inputText,
        callerChain: [runtime.aliasArn(agent)],
        collaboratorName: undefined,
        promptAttributes: promptSessionAttributes,
        text: streamFinalResponse ? "streamed" : "whole",
        signal,
      });
    } finally {
      session.busy = false;
    }
  })();
}

async function answer(
  events: AsyncGenerator<RuntimeEvent>,
  { sessionId, enableTrace, streamFinalResponse, memoryId, agentId }: InvokeAgentRequest,
  { response, requestId, signal }: Omit<ServiceCall, "parts" | "body">,
  log: Log,
): Promise<void> {
  response.statusCode = 200;
  response.setHeader("content-type", "application/vnd.amazon.eventstream");
  response.setHeader("x-amzn-bedrock-agent-content-type", "application/json");
  response.setHeader("x-amz-bedrock-agent-session-id", sessionId);
  if (memoryId !== undefined) response.setHeader("x-amz-bedrock-agent-memory-id", memoryId);
  response.setHeader("x-amzn-requestid", requestId);
  if ("flushHeaders" in response) response.flushHeaders();
  const chunker = createByteChunker();
  const chunksOf = streamFinalResponse ? chunker.push : wholeText;
  const write = (frame: Uint8Array) => writeInPace(response, frame, signal);
  let code = "ok";
  try {
    for await (const event of events) {
      if (event.type === "text") for (const bytes of chunksOf(event.text)) await write(chunkFrame(bytes));
      else if (enableTrace) await write(traceFrame(event.part));
    }
    for (const bytes of chunker.flush()) await write(chunkFrame(bytes));
  } catch (error) {
    code = signal.aborted ? "caller_gone" : "internalServerException";
    if (error instanceof BedrockServiceError && !signal.aborted) code = error.exception;
    if (!signal.aborted) await write(exceptionFrame(serviceError(error))).catch(() => {});
  }
  log(code === "ok" ? "info" : "warn", "invoke-agent-end", { agent: agentId, request: requestId, code });
  response.end();
}

function serviceError(error: unknown): BedrockServiceError {
  if (error instanceof BedrockServiceError) return error;
  const text = "The server encountered an internal error. Retry the request.";
  return new BedrockServiceError("internalServerException", text, { cause: error });
}
