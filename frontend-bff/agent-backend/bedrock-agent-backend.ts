import {
  BedrockAgentRuntimeClient,
  type BedrockAgentRuntimeClientConfig,
  InvokeAgentCommand,
  type ResponseStream,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { printTurn } from "#layer/domain/session-context.ts";
import { type Log, silentLog } from "#layer/observability/log.ts";
import type { AgentBackend, AgentEvent, AgentTurn } from "./agent-backend.ts";
import { failWhenCut } from "./bedrock-cut-streams.ts";
import { type Failure, failure, failureOf, nameOf } from "./bedrock-failure.ts";
import { createTraceReader, type TraceReader } from "./bedrock-traces.ts";
import { createMarkupGuard, type MarkupGuard } from "./markup-guard.ts";

/**
 * The client of the agents. One attempt: a retry would run the turn twice. Endpoint, region and credentials follow the
 * SDK's own variables unless given.
 */
export function createBedrockRuntimeClient(
  config: Omit<BedrockAgentRuntimeClientConfig, "maxAttempts"> = {},
): BedrockAgentRuntimeClient {
  return failWhenCut(new BedrockAgentRuntimeClient({ ...config, maxAttempts: 1 }));
}

/** Ending a session is a courtesy: it must not hold up whoever asks for it. */
const endTimeoutMs = 5_000;

/** The agents behind the chat, on Amazon Bedrock Agents. A turn has no time limit but the signal that it comes with. */
export function createBedrockAgentBackend(options: {
  client: BedrockAgentRuntimeClient;
  agentId: string;
  agentAliasId: string;
  log?: Log;
}): AgentBackend {
  const { client, agentId, agentAliasId, log = silentLog } = options;

  async function* invoke(turn: AgentTurn): AsyncGenerator<AgentEvent> {
    const abandoned = new AbortController();
    const signal = AbortSignal.any([turn.signal, abandoned.signal]);
    const reader = createTraceReader();
    let last: AgentEvent = { type: "completed" };
    try {
      const answer = untilAborted(signal);
      const command = new InvokeAgentCommand({
        agentId,
        agentAliasId,
        sessionId: turn.agentSessionId,
        inputText: printTurn(turn.context, turn.text),
        enableTrace: true,
        streamingConfigurations: { streamFinalResponse: true },
        sessionState: { sessionAttributes: turn.sessionAttributes },
      });
      const { completion } = await answer(client.send(command, { abortSignal: signal }));
      const failed = yield* readStream(completion ?? none(), answer, reader);
      if (failed) last = failed;
    } catch (error) {
      last = failureOf(error, signal);
      log("warn", "agent-turn-failed", {
        code: last.type === "failed" ? last.code : "",
        error: nameOf(error),
      });
    } finally {
      // Reached too when the reader of these events walks away: then the turn ends at the back end as well.
      abandoned.abort();
    }
    const { inputTokens, outputTokens } = reader.usage;
    if (inputTokens + outputTokens > 0) yield { type: "usage", inputTokens, outputTokens };
    yield last;
  }

  return {
    invoke,
    async end(agentSessionId) {
      try {
        const abortSignal = AbortSignal.timeout(endTimeoutMs);
        const command = new InvokeAgentCommand({
          agentId,
          agentAliasId,
          sessionId: agentSessionId,
          endSession: true,
        });
        const { completion } = await client.send(command, { abortSignal });
        for await (const _said of completion ?? none());
        return true;
      } catch (error) {
        log("warn", "agent-end-failed", { error: nameOf(error) });
        return false;
      }
    },
  };
}

/** The stream's events as ours; returns the failure that it amounts to, or nothing when the agent has answered. */
async function* readStream(
  stream: AsyncIterable<ResponseStream>,
  answer: ReturnType<typeof untilAborted>,
  traces: TraceReader,
): AsyncGenerator<AgentEvent, Failure | undefined> {
  // One decoder for the whole answer: a character may lie across two chunks.
  const decoder = new TextDecoder();
  const guard = createMarkupGuard();
  let hasSpoken = false;
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await answer(iterator.next());
    if (next.done) break;
    const { chunk, trace, returnControl } = next.value;
    const event = trace && traces.read(trace);
    if (event) yield event;
    // Our actions run in Lambdas: control that is handed to us is a definition gone wrong.
    if (returnControl) return failure("agent_failed", false);
    if (!chunk?.bytes) continue;
    const text = guard.push(decoder.decode(chunk.bytes, { stream: true }));
    hasSpoken ||= text.trim() !== "";
    if (text !== "") yield { type: "text-delta", text };
    if (guard.hasLeaked) return failure("agent_leaked_markup", true);
  }
  const rest = restOf(guard, decoder);
  if (rest !== "") yield { type: "text-delta", text: rest };
  if (guard.hasLeaked) return failure("agent_leaked_markup", true);
  return hasSpoken || rest.trim() !== "" ? undefined : failure("agent_silent", true);
}

function restOf(guard: MarkupGuard, decoder: TextDecoder): string {
  const decoded = guard.push(decoder.decode());
  return decoded + guard.flush();
}

/** Ends any wait as soon as the signal aborts, whether what is waited for listens or not. */
function untilAborted(signal: AbortSignal): <T>(work: Promise<T>) => Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  return (work) => Promise.race([work, promise]);
}

async function* none(): AsyncGenerator<never> {}
