import {
  BedrockAgentRuntimeClient,
  type BedrockAgentRuntimeClientConfig,
  InvokeAgentCommand,
  type ResponseStream,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { printTurn } from "#layer/domain/session-context.ts";
import { type Log, silentLog } from "#layer/observability/log.ts";
import type { AgentBackend, AgentEvent, AgentTurn } from "./agent-backend.ts";
import { type Consent, consentTo } from "./bedrock-confirmation.ts";
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

/** How often one turn may be asked by Bedrock itself; an agent that asks more often is going round in circles. */
const maxConsents = 5;

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
      const voice = { decoder: new TextDecoder(), guard: createMarkupGuard(), hasSpoken: false };
      let consent: Consent | undefined;
      for (let asked = 0; asked <= maxConsents; asked += 1) {
        const command = new InvokeAgentCommand({
          agentId,
          agentAliasId,
          sessionId: turn.agentSessionId,
          ...(!consent && { inputText: printTurn(turn.context, turn.text) }),
          enableTrace: true,
          streamingConfigurations: { streamFinalResponse: true },
          sessionState: { sessionAttributes: turn.sessionAttributes, ...consent },
        });
        const { completion } = await answer(client.send(command, { abortSignal: signal }));
        const end: StreamEnd = yield* readStream(completion ?? none(), answer, reader, voice);
        consent = end?.type === "asked" ? end.consent : undefined;
        last = end?.type === "failed" ? end : { type: "completed" };
        if (!consent) break;
      }
      if (consent) last = failure("agent_failed", false);
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

/** What one turn's text goes through, across all its streams: a character or a marker may lie across two chunks. */
interface Voice {
  decoder: TextDecoder;
  guard: MarkupGuard;
  hasSpoken: boolean;
}

/** Undefined: the agent has answered. */
type StreamEnd = Failure | { type: "asked"; consent: Consent } | undefined;

/** The stream's events as ours; returns what it amounts to. */
async function* readStream(
  stream: AsyncIterable<ResponseStream>,
  answer: ReturnType<typeof untilAborted>,
  traces: TraceReader,
  voice: Voice,
): AsyncGenerator<AgentEvent, StreamEnd> {
  const { decoder, guard } = voice;
  let asked: StreamEnd;
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await answer(iterator.next());
    if (next.done) break;
    const { chunk, trace, returnControl } = next.value;
    const event = trace && traces.read(trace);
    if (event) yield event;
    if (returnControl) {
      const consent = asked ? undefined : consentTo(returnControl);
      if (!consent) return failure("agent_failed", false);
      asked = { type: "asked", consent };
    }
    if (!chunk?.bytes) continue;
    const text = guard.push(decoder.decode(chunk.bytes, { stream: true }));
    voice.hasSpoken ||= text.trim() !== "";
    if (text !== "") yield { type: "text-delta", text };
    if (guard.hasLeaked) return failure("agent_leaked_markup", true);
  }
  if (asked) return asked;
  const rest = guard.push(decoder.decode()) + guard.flush();
  if (rest !== "") yield { type: "text-delta", text: rest };
  if (guard.hasLeaked) return failure("agent_leaked_markup", true);
  return voice.hasSpoken || rest.trim() !== "" ? undefined : failure("agent_silent", true);
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
