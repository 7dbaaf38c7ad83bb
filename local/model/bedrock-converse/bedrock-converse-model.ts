import {
  type BedrockRuntimeClient,
  type ContentBlock as ConverseBlock,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  type Tool,
  type ToolInputSchema,
} from "@aws-sdk/client-bedrock-runtime";
import type { ContentBlock, Model, ModelRequest, ModelTool } from "../model.ts";
import { modelServerCut, modelServerFailed } from "../model-server-error.ts";
import { untilSilent } from "../until-silent.ts";
import { type AnswerEvent, readAnswer, type WrittenCall } from "../written-answer.ts";
import { converseFailure } from "./converse-failure.ts";

/** What the SDK's command takes as JSON. */
type Json = ToolInputSchema.JsonMember["json"];

export interface BedrockConverseOptions {
  client: BedrockRuntimeClient;
  /** A model id, or the id or ARN of an inference profile. */
  modelId: string;
  /** How long the service may stay silent, the first word included. */
  silenceMs: number;
}

/**
 * A model on Amazon Bedrock, by ConverseStream; the port's shapes are Converse's own. The SDK retries what fails before the
 * first event. Reasoning is not passed on; a guardrail's own words are the answer.
 *
 * The stream throws BedrockServiceErrors under the service's names, in our words.
 */
export function createBedrockConverseModel(options: BedrockConverseOptions): Model {
  return {
    name: "bedrock-converse",
    stream: (request) => readAnswer(request, (asked) => ask(options, asked)),
  };
}

async function* ask(
  { client, modelId, silenceMs }: BedrockConverseOptions,
  { system, messages, tools, signal }: ModelRequest,
): AsyncGenerator<AnswerEvent> {
  const command = new ConverseStreamCommand({
    modelId,
    ...(system !== "" && { system: [{ text: system }] }),
    messages: messages.map(({ role, content }) => ({ role, content: content.map(converseBlock) })),
    // The service refuses an empty list.
    ...(tools.length > 0 && { toolConfig: { tools: tools.map(converseTool) } }),
  });
  const open = async function* (abortSignal: AbortSignal): AsyncGenerator<ConverseStreamOutput> {
    const { stream } = await client.send(command, { abortSignal });
    yield* stream ?? [];
  };
  const calls = new Map<number, WrittenCall>();
  let stopReason: string | undefined;
  let usage = { inputTokens: 0, outputTokens: 0 };
  try {
    for await (const event of untilSilent(open, { signal, silenceMs: () => silenceMs })) {
      const { contentBlockStart, contentBlockDelta, messageStop, metadata } = event;
      const use = contentBlockStart?.start?.toolUse;
      if (use?.toolUseId !== undefined && use.name !== undefined) {
        const call = { toolUseId: use.toolUseId, name: use.name, argumentsText: "" };
        calls.set(contentBlockStart?.contentBlockIndex ?? calls.size, call);
      }
      const { text, toolUse } = contentBlockDelta?.delta ?? {};
      if (text) yield { type: "text-delta", text };
      const call = calls.get(contentBlockDelta?.contentBlockIndex ?? calls.size - 1);
      if (call) call.argumentsText += toolUse?.input ?? "";
      stopReason = messageStop?.stopReason ?? stopReason;
      if (metadata?.usage) {
        const { inputTokens = 0, outputTokens = 0 } = metadata.usage;
        usage = { inputTokens, outputTokens };
      }
    }
  } catch (error) {
    signal.throwIfAborted();
    throw converseFailure(error);
  }
  // A cut between two frames is no error to the SDK; only the missing end tells.
  if (stopReason === undefined) throw modelServerCut();
  const problem = problems[stopReason];
  if (problem !== undefined) throw modelServerFailed(problem);
  yield {
    type: "end",
    calls: [...calls.values()],
    stopReason: stopReason === "max_tokens" ? "max_tokens" : "end_turn",
    usage,
  };
}

/** Stop reasons that leave no answer (AWS API reference, ConverseStream, `stopReason`). */
const problems: Readonly<Record<string, string>> = {
  content_filtered: "The model's content filter withheld the answer.",
  malformed_model_output: "The model wrote something that Bedrock cannot read.",
  malformed_tool_use: "The model wrote a tool call that Bedrock cannot read.",
  model_context_window_exceeded: "The conversation has grown beyond what the model can read.",
};

function converseTool({ name, description, inputSchema }: ModelTool): Tool {
  // An empty description is refused.
  return {
    toolSpec: {
      name,
      ...(description !== "" && { description }),
      inputSchema: { json: inputSchema as Json },
    },
  };
}

function converseBlock(block: ContentBlock): ConverseBlock {
  if (!("toolUse" in block)) return block;
  const { input, ...use } = block.toolUse;
  return { toolUse: { ...use, input: input as Json } };
}
