import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as z from "zod";
import type { Model, ModelMessage, ModelRequest } from "#local/model/model.ts";

/** An answer that is not the model's: what is wrong with a server, byte by byte. */
export interface Canned {
  status?: number;
  headers?: Record<string, string>;
  /** Written one after another. */
  writes?: readonly string[];
  /** How it goes on: a clean end, a destroyed socket, or nothing more for as long as the caller stays. */
  ending?: "end" | "cut" | "hold";
}

type When = (request: ChatRequest) => boolean;

/** A streamed event with one choice. */
export function event(delta: object, finishReason: string | null = null): string {
  return sse({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

export function sse(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export const done = "data: [DONE]\n\n";

const toolCall = z.object({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
const chatRequest = z.object({
  model: z.string(),
  stream: z.literal(true),
  stream_options: z.object({ include_usage: z.literal(true) }),
  messages: z.array(
    z.discriminatedUnion("role", [
      z.object({ role: z.literal("system"), content: z.string() }),
      z.object({ role: z.literal("user"), content: z.string() }),
      z.object({ role: z.literal("tool"), tool_call_id: z.string(), content: z.string() }),
      z.object({
        role: z.literal("assistant"),
        content: z.string().nullable(),
        tool_calls: z.array(toolCall).min(1).optional(),
      }),
    ]),
  ),
  tools: z
    .array(
      z.object({
        type: z.literal("function"),
        function: z.object({
          name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
          description: z.string(),
          parameters: z.record(z.string(), z.unknown()),
        }),
      }),
    )
    .min(1)
    .optional(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

/**
 * A server of OpenAI's chat completions on loopback, strict about what it is asked, with a model behind it. Arguments
 * of tool calls are streamed a few characters at a time.
 */
export async function startChatCompletionsServer(model?: Model) {
  const requests: { authorization: string | undefined; path: string | undefined; body: ChatRequest }[] = [];
  const waiting: { canned: Canned | "garble-arguments"; when: When }[] = [];
  const left: ChatRequest[] = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = chatRequest.parse(JSON.parse(await textOf(request)));
    requests.push({ authorization: request.headers.authorization, path: request.url, body });
    response.on("close", () => {
      if (!response.writableFinished) left.push(body);
    });
    const index = waiting.findIndex(({ when }) => when(body));
    const [fault] = index < 0 ? [] : waiting.splice(index, 1);
    if (fault && fault.canned !== "garble-arguments") return can(response, fault.canned);
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
    if (!model) throw new Error("nothing to answer with");
    for await (const written of answerOf(model, body, fault !== undefined)) response.write(written);
    response.end();
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(400, { "content-type": "text/plain" });
      response.end(String(error));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    baseUrl: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`,
    requests,
    /** Requests whose caller went away before the answer's end, or whose answer was cut. */
    left,
    /** Answers the next request so, or the next that fits. */
    next(canned: Canned | "garble-arguments", when: When = () => true) {
      waiting.push({ canned, when });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A request that offers this action. */
export function offers(action: string): When {
  return ({ tools = [] }) => tools.some(({ function: { name } }) => name.endsWith(`__${action}`));
}

async function can(
  response: ServerResponse,
  { status = 200, headers, writes = [], ending = "end" }: Canned,
): Promise<void> {
  response.writeHead(status, { "content-type": "text/event-stream", ...headers });
  response.flushHeaders();
  for (const written of writes) {
    await new Promise((resolve) => response.write(written, resolve));
  }
  if (ending === "end") response.end();
  if (ending === "cut") response.destroy();
}

async function* answerOf(model: Model, body: ChatRequest, garbles: boolean): AsyncGenerator<string> {
  let index = 0;
  yield event({ role: "assistant", content: "" });
  for await (const part of model.stream(requestOf(body))) {
    if (part.type === "text-delta") yield event({ content: part.text });
    if (part.type === "tool-use") {
      const text = JSON.stringify(part.input);
      yield callDelta(index, "", { id: part.toolUseId, type: "function" }, part.name);
      for (const piece of (garbles ? text.slice(0, -1) : text).match(/.{1,7}/gsu) ?? []) {
        yield callDelta(index, piece);
      }
      index += 1;
    }
    if (part.type === "stop") {
      const { inputTokens, outputTokens } = part.usage;
      yield event({}, part.stopReason === "tool_use" ? "tool_calls" : "stop");
      yield sse({ choices: [], usage: { prompt_tokens: inputTokens, completion_tokens: outputTokens } });
      yield done;
    }
  }
}

function callDelta(index: number, text: string, more: object = {}, name?: string): string {
  return event({ tool_calls: [{ index, ...more, function: { ...(name && { name }), arguments: text } }] });
}

function requestOf({ messages, tools = [] }: ChatRequest): ModelRequest {
  const converse: ModelMessage[] = [];
  for (const message of messages) {
    if (message.role === "user") converse.push({ role: "user", content: [{ text: message.content }] });
    if (message.role === "assistant") {
      const text = message.content ? [{ text: message.content }] : [];
      const calls = (message.tool_calls ?? []).map(({ id, function: { name, arguments: written } }) => ({
        toolUse: { toolUseId: id, name, input: JSON.parse(written) as Record<string, unknown> },
      }));
      converse.push({ role: "assistant", content: [...text, ...calls] });
    }
    if (message.role === "tool") {
      const result = {
        toolResult: { toolUseId: message.tool_call_id, content: [{ text: message.content }] },
      };
      const last = converse.at(-1);
      if (last?.role === "user") last.content.push(result);
      else converse.push({ role: "user", content: [result] });
    }
  }
  return {
    system: messages.map(({ role, content }) => (role === "system" ? content : "")).join(""),
    messages: converse,
    tools: tools.map(({ function: { name, description, parameters } }) => ({
      name,
      description,
      inputSchema: parameters,
    })),
    signal: new AbortController().signal,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
