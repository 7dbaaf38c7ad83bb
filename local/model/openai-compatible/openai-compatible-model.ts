import { parseJsonEventStream } from "ai";
import type { Model, ModelRequest } from "../model.ts";
import { modelServerCut, modelServerError, modelServerFailed } from "../model-server-error.ts";
import { untilSilent } from "../until-silent.ts";
import { type AnswerEvent, readAnswer } from "../written-answer.ts";
import { type ChatChunk, chatChunk, statusOfError } from "./chat-chunk.ts";
import { failureOfStatus } from "./chat-failure.ts";
import { chatRequest } from "./chat-request.ts";
import { createToolCallAssembly } from "./tool-call-assembly.ts";

export interface OpenAiCompatibleOptions {
  /** What `/chat/completions` is put behind, such as `http://127.0.0.1:11434/v1`. */
  baseUrl: string;
  apiKey: string;
  modelName: string;
  /** How long the server may stay silent, the first word included. */
  silenceMs: number;
}

/** After the answer's end only the usage is still to come, and a server that lingers is not waited for. */
const usageWaitMs = 2_000;

/**
 * Any model server that speaks OpenAI's chat completions with streamed tool calls. One POST a step (two when a tool call is
 * unreadable, see `readAnswer`), never retried, redirects refused. An answer is whole when it has a `finish_reason`,
 * whether `[DONE]` follows or not. Usage is 0 where the server tells none. A model's reasoning is not passed on.
 *
 * The stream throws BedrockServiceErrors that say in our words what is wrong and never repeat the server's.
 */
export function createOpenAiCompatibleModel(options: OpenAiCompatibleOptions): Model {
  return {
    name: "openai-compatible",
    stream: (request) => readAnswer(request, (asked) => ask(options, asked)),
  };
}

async function* ask(options: OpenAiCompatibleOptions, request: ModelRequest): AsyncGenerator<AnswerEvent> {
  const { signal, messages } = request;
  const body = JSON.stringify(chatRequest(options.modelName, request));
  const assembly = createToolCallAssembly();
  let finishReason = "";
  let usage: ChatChunk["usage"];
  const silenceMs = () => (finishReason === "" ? options.silenceMs : usageWaitMs);
  try {
    for await (const chunk of untilSilent((ended) => chunksOf(options, body, ended), { signal, silenceMs })) {
      if (chunk.error) throw failureOfStatus(statusOfError(chunk.error));
      usage = chunk.usage ?? usage;
      const [choice] = chunk.choices ?? [];
      for (const piece of choice?.delta?.tool_calls ?? []) assembly.push(piece);
      const text = `${choice?.delta?.content ?? ""}${choice?.delta?.refusal ?? ""}`;
      if (text !== "") yield { type: "text-delta", text };
      finishReason ||= choice?.finish_reason ?? "";
    }
  } catch (error) {
    // What is whole stays so, whatever happens to the connection afterwards.
    if (finishReason === "" || signal.aborted) throw error;
  }
  if (finishReason === "") throw modelServerCut();
  if (finishReason === "content_filter") {
    throw modelServerFailed("The model server's content filter withheld the answer.");
  }
  const calls = assembly.calls(`call-${messages.length}`);
  if (calls.some(({ name }) => name === "")) {
    throw modelServerFailed("The model server sent a tool call without a name.");
  }
  yield {
    type: "end",
    calls,
    stopReason: finishReason === "length" ? "max_tokens" : "end_turn",
    usage: { inputTokens: usage?.prompt_tokens ?? 0, outputTokens: usage?.completion_tokens ?? 0 },
  };
}

async function* chunksOf(
  { baseUrl, apiKey }: OpenAiCompatibleOptions,
  body: string,
  signal: AbortSignal,
): AsyncGenerator<ChatChunk> {
  const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      accept: "text/event-stream",
    },
    body,
    redirect: "manual",
    signal,
  }).catch((cause: unknown) => {
    throw modelServerError(
      "badGatewayException",
      "The model server cannot be reached: is it up, and is LOCAL_MODEL_BASE_URL right?",
      cause,
    );
  });
  if (response.status !== 200 || !response.body) throw failureOfStatus(response.status);
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    throw modelServerError(
      "validationException",
      "The model server did not stream: it must take stream: true.",
    );
  }
  const chunks = parseJsonEventStream({ stream: response.body, schema: chatChunk });
  try {
    for await (const chunk of chunks) {
      if (!chunk.success)
        throw modelServerFailed("The model server sent an event that is no chat completion.");
      yield chunk.value;
    }
  } catch (error) {
    throw error instanceof TypeError ? modelServerCut(error) : error;
  }
}
