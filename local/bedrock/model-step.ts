import type { Metadata, ModelInvocationInput } from "@aws-sdk/client-bedrock-agent-runtime";
import { abortable } from "#local/lambda/abortable.ts";
import type { ContentBlock, ModelEvent, ModelMessage, ModelTool } from "#local/model/model.ts";
import type { AgentRun, AgentRuntime, RuntimeEvent } from "./agent-run.ts";
import { BedrockServiceError, modelFailedText } from "./service-error.ts";
import type { Tracer } from "./traces.ts";

export type ToolCall = Extract<ModelEvent, { type: "tool-use" }>;
type Stop = Extract<ModelEvent, { type: "stop" }>;

export interface ModelStep {
  text: string;
  calls: ToolCall[];
  /** What the model said, for the conversation. */
  content: ContentBlock[];
}

export interface ModelPrompt {
  type: "PRE_PROCESSING" | "ROUTING_CLASSIFIER" | "ORCHESTRATION" | "POST_PROCESSING";
  system: string;
  messages: readonly ModelMessage[];
  tools: ModelTool[];
  traceId: string;
  /** Undefined: the text is not passed on. Else at once, with this before the first of it. */
  streamAfter?: string | undefined;
}

/** How the two traces of a call are dressed; `text` is what the model said. */
export interface ModelTraces {
  input(trace: ModelInvocationInput): RuntimeEvent;
  output(
    trace: { traceId: string; rawResponse: { content: string }; metadata: Metadata },
    text: string,
  ): RuntimeEvent;
}

/**
 * One call of the model. Ends as soon as the caller's signal is aborted, whether the model listens or not.
 * @throws BedrockServiceError what the model threw as such, else dependencyFailedException
 */
export async function* modelStep(
  { model, clock }: AgentRuntime,
  run: AgentRun,
  tracer: Pick<Tracer, "since">,
  traces: ModelTraces,
  { type, system, messages, tools, traceId, streamAfter }: ModelPrompt,
): AsyncGenerator<RuntimeEvent, ModelStep> {
  const startedAtMs = clock.nowMs();
  const { signal } = run.caller;
  yield traces.input({
    traceId,
    type,
    foundationModel: run.agent.foundationModel,
    text: JSON.stringify({ system, messages }),
  });
  const content: ContentBlock[] = [];
  const calls: ToolCall[] = [];
  let text = "";
  let stop: Stop | undefined;
  const request = { system, messages: [...messages], tools, signal };
  for await (const event of guarded(() => model.stream(request), signal)) {
    if (event.type === "stop") stop = event;
    else if (event.type === "tool-use") calls.push(event);
    else if (event.text !== "") {
      const isFirst = text === "";
      text += event.text;
      if (streamAfter !== undefined) {
        yield { type: "text", text: isFirst ? streamAfter + event.text : event.text };
      }
    }
  }
  if (!stop) throw modelFailed("the model ended without a stop");
  if (text !== "") content.push({ text });
  content.push(...calls.map(({ toolUseId, name, input }) => ({ toolUse: { toolUseId, name, input } })));
  const rawResponse = { content: JSON.stringify({ content, stop_reason: stop.stopReason }) };
  yield traces.output({ traceId, rawResponse, metadata: tracer.since(startedAtMs, stop.usage) }, text);
  return { text, calls, content };
}

async function* guarded(
  open: () => AsyncIterable<ModelEvent>,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent> {
  let iterator: AsyncIterator<ModelEvent> | undefined;
  let isOpen = true;
  try {
    iterator = open()[Symbol.asyncIterator]();
    for (;;) {
      const next = await abortable(iterator.next(), signal);
      if (next.done) break;
      yield next.value;
    }
    isOpen = false;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof BedrockServiceError ? error : modelFailed(error);
  } finally {
    // Not awaited: a model that hangs would hold the turn.
    if (isOpen) void Promise.resolve(iterator?.return?.()).catch(() => {});
  }
}

function modelFailed(cause: unknown): BedrockServiceError {
  return new BedrockServiceError("dependencyFailedException", modelFailedText, {
    cause,
    detail: { resourceName: "Amazon Bedrock" },
  });
}
