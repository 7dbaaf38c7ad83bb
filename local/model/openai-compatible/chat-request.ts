import type { ContentBlock, ModelMessage, ModelRequest, ModelTool } from "../model.ts";
import { modelServerError } from "../model-server-error.ts";

/** What OpenAI's API takes for a function's name (OpenAI API reference, Chat, `tools.function.name`). */
const functionName = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * The body of `POST /chat/completions` that asks what a Converse-shaped request asks, to be streamed, usage included.
 * @throws BedrockServiceError validationException for a tool whose name the protocol does not allow
 */
export function chatRequest(modelName: string, { system, messages, tools }: ModelRequest) {
  return {
    model: modelName,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      ...messages.flatMap((message) =>
        message.role === "assistant" ? [assistantMessage(message)] : userMessages(message),
      ),
    ],
    // Servers refuse an empty list.
    ...(tools.length > 0 && { tools: tools.map(functionTool) }),
  };
}

function functionTool({ name, description, inputSchema }: ModelTool) {
  if (!functionName.test(name)) {
    throw modelServerError(
      "validationException",
      `The tool ${name} cannot be offered: names are 1 to 64 letters, digits, _ or -.`,
    );
  }
  return { type: "function", function: { name, description, parameters: inputSchema } };
}

function assistantMessage({ content }: ModelMessage) {
  const text = textOf(content);
  const calls = content.flatMap((block) => ("toolUse" in block ? [block.toolUse] : []));
  return {
    role: "assistant",
    content: text === "" && calls.length > 0 ? null : text,
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ toolUseId, name, input }) => ({
        id: toolUseId,
        type: "function",
        function: { name, arguments: JSON.stringify(input) },
      })),
    }),
  };
}

/** Each tool's result is a message of its own and comes right behind the calls; what the user says comes after. */
function userMessages({ content }: ModelMessage) {
  const results = content.flatMap((block) => ("toolResult" in block ? [block.toolResult] : []));
  const text = textOf(content);
  return [
    ...results.map(({ toolUseId, content: parts, status }) => ({
      role: "tool",
      tool_call_id: toolUseId,
      // The protocol has no mark for a failed call.
      content: `${status === "error" ? "Error: " : ""}${parts.map((part) => part.text).join("")}`,
    })),
    ...(text === "" && results.length > 0 ? [] : [{ role: "user", content: text }]),
  ];
}

function textOf(content: readonly ContentBlock[]): string {
  return content.flatMap((block) => ("text" in block ? [block.text] : [])).join("\n");
}
