import * as z from "zod";
import type { ModelEvent, ModelMessage, ModelRequest } from "./model.ts";
import { modelServerFailed } from "./model-server-error.ts";

type Stop = Extract<ModelEvent, { type: "stop" }>;

/** A tool call as a language model wrote it: its arguments are text that has yet to be read. */
export interface WrittenCall {
  toolUseId: string;
  name: string;
  /** Meant to be a JSON object; empty counts as one without members. */
  argumentsText: string;
}

/** What a model's server answers to one request: text as it comes, then exactly one `end` with the calls in their order. */
export type AnswerEvent =
  | { type: "text-delta"; text: string }
  | { type: "end"; calls: WrittenCall[]; stopReason: "end_turn" | "max_tokens"; usage: Stop["usage"] };

type End = Extract<AnswerEvent, { type: "end" }>;
type Ask = (request: ModelRequest) => AsyncIterable<AnswerEvent>;

/**
 * Asks and reads the arguments of the tool calls. When those of any call are no JSON object, nothing is called: the model
 * is told so as the calls' result and asked once more. Usage is that of both answers.
 *
 * @throws BedrockServiceError dependencyFailedException when they are unreadable again or were cut off by the token limit
 */
export async function* readAnswer(request: ModelRequest, ask: Ask): AsyncGenerator<ModelEvent> {
  const first = yield* listen(ask(request), "");
  let calls = readCalls(first.end);
  let { stopReason, usage } = first.end;
  if (!calls) {
    const messages = [...request.messages, ...objection(first.text, first.end.calls)];
    const second = yield* listen(ask({ ...request, messages }), first.text === "" ? "" : "\n\n");
    calls = readCalls(second.end);
    if (!calls) throw modelServerFailed("The model twice wrote a tool call that is no JSON object.");
    stopReason = second.end.stopReason;
    usage = {
      inputTokens: usage.inputTokens + second.end.usage.inputTokens,
      outputTokens: usage.outputTokens + second.end.usage.outputTokens,
    };
  }
  yield* calls;
  yield { type: "stop", stopReason: calls.length > 0 ? "tool_use" : stopReason, usage };
}

/** Passes the text on, `lead` before the first of it; gives back all of it and the end. */
async function* listen(
  answer: AsyncIterable<AnswerEvent>,
  lead: string,
): AsyncGenerator<ModelEvent, { text: string; end: End }> {
  let text = "";
  let end: End | undefined;
  for await (const event of answer) {
    if (event.type === "end") end = event;
    else if (event.text !== "") {
      yield { type: "text-delta", text: text === "" ? lead + event.text : event.text };
      text += event.text;
    }
  }
  if (!end) throw modelServerFailed("The model's answer has no end.");
  return { text, end };
}

const jsonObject = z.record(z.string(), z.unknown());

/** The calls with their arguments read; undefined when those of any are unreadable. */
function readCalls({ calls, stopReason }: End): Extract<ModelEvent, { type: "tool-use" }>[] | undefined {
  const read = calls.flatMap(({ toolUseId, name, argumentsText }) => {
    const input = readArguments(argumentsText);
    return input ? [{ type: "tool-use" as const, toolUseId, name, input }] : [];
  });
  if (read.length === calls.length) return read;
  if (stopReason === "max_tokens") {
    throw modelServerFailed("The model reached its limit of tokens within a tool call.");
  }
  return undefined;
}

function readArguments(text: string): Record<string, unknown> | undefined {
  if (text.trim() === "") return {};
  try {
    return jsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The unreadable answer and what is wrong with it. The calls stand without arguments: servers parse what they are sent. */
function objection(text: string, calls: readonly WrittenCall[]): ModelMessage[] {
  const complaint =
    "Nothing was called: the arguments of a call were not a JSON object. Make the calls again with valid JSON.";
  return [
    {
      role: "assistant",
      content: [
        ...(text === "" ? [] : [{ text }]),
        ...calls.map(({ toolUseId, name }) => ({ toolUse: { toolUseId, name, input: {} } })),
      ],
    },
    {
      role: "user",
      content: calls.map(({ toolUseId }) => ({
        toolResult: { toolUseId, content: [{ text: complaint }], status: "error" as const },
      })),
    },
  ];
}
