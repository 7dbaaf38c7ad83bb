import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ModelRequest } from "#local/model/model.ts";
import { createOpenAiCompatibleModel } from "#local/model/openai-compatible/openai-compatible-model.ts";
import {
  type Canned,
  done,
  event,
  sse,
  startChatCompletionsServer,
} from "#tests/builders/chat-completions-server.ts";

type Server = Awaited<ReturnType<typeof startChatCompletionsServer>>;

const apiKey = "key-of-the-model-server";
/** What a server might tell in an error, and nobody else may. */
const upstreamText = "internal-host-17 said no";

let server: Server;
beforeAll(async () => {
  server = await startChatCompletionsServer();
});
afterAll(() => server.close());

function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: "You help.",
    messages: [{ role: "user", content: [{ text: "Which dates are free?" }] }],
    tools: [{ name: "POST__g__get_dates", description: "Dates.", inputSchema: { type: "object" } }],
    signal: new AbortController().signal,
    ...change,
  };
}

function answer(change: Partial<ModelRequest> = {}, { silenceMs = 5_000, baseUrl = server.baseUrl } = {}) {
  const model = createOpenAiCompatibleModel({ baseUrl, apiKey, modelName: "some-model", silenceMs });
  return Array.fromAsync(model.stream(request(change)));
}

function call(index: number | undefined, id: string | undefined, name: string | undefined, args: string) {
  return event({ tool_calls: [{ index, id, function: { name, arguments: args } }] });
}

const usage = sse({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 5 } });
const noUsage = { inputTokens: 0, outputTokens: 0 };

describe("the openai-compatible model", () => {
  it("asks with its key, its model's name and the tools, whatever slash the address ends in", async () => {
    server.next({ writes: [event({ content: "Hello." }, "stop"), done] });

    await answer({}, { baseUrl: `${server.baseUrl}/` });

    expect(server.requests.at(-1)).toMatchObject({
      authorization: `Bearer ${apiKey}`,
      path: "/v1/chat/completions",
      body: { model: "some-model", tools: [{ function: { name: "POST__g__get_dates" } }] },
    });
  });

  it("passes text on as it comes and ends with the usage", async () => {
    server.next({
      writes: [event({ content: "On Fri" }), event({ content: "day." }), event({}, "stop"), usage, done],
    });

    expect(await answer()).toEqual([
      { type: "text-delta", text: "On Fri" },
      { type: "text-delta", text: "day." },
      { type: "stop", stopReason: "end_turn", usage: { inputTokens: 12, outputTokens: 5 } },
    ]);
  });

  it("reads several tool calls whose pieces come interleaved", async () => {
    server.next({
      writes: [
        call(0, "a", "POST__g__get_dates", '{"project'),
        call(1, "b", "POST__g__get_notes", ""),
        call(0, undefined, undefined, '_id":"7"}'),
        event({}, "tool_calls"),
        done,
      ],
    });

    expect(await answer()).toEqual([
      { type: "tool-use", toolUseId: "a", name: "POST__g__get_dates", input: { project_id: "7" } },
      { type: "tool-use", toolUseId: "b", name: "POST__g__get_notes", input: {} },
      { type: "stop", stopReason: "tool_use", usage: noUsage },
    ]);
  });

  it.each<[string, string[], Canned["ending"]]>([
    [
      "events cut anywhere, with CRLF and comments",
      [": wait\r\n\r\nda", 'ta: {"choices":[{"delta":{"con', 'tent":"Hi"},"finish_reason":"stop"}]}\r\n\r\n'],
      "end",
    ],
    ["no [DONE]", [event({ content: "Hi" }, "stop")], "end"],
    ["a connection that breaks behind the end", [event({ content: "Hi" }, "stop")], "cut"],
    ["a connection that stays open behind the end", [event({ content: "Hi" }, "stop"), done], "hold"],
    [
      "events without choices or with null in them",
      [
        sse({ id: "x" }),
        sse({ choices: [{ delta: null }], usage: null }),
        event({ content: "Hi", tool_calls: null }, "stop"),
      ],
      "end",
    ],
  ])("takes %s", async (_, writes, ending = "end") => {
    server.next({ writes, ending });

    expect(await answer()).toEqual([
      { type: "text-delta", text: "Hi" },
      { type: "stop", stopReason: "end_turn", usage: noUsage },
    ]);
  });

  it("tells an answer that reached the limit of tokens", async () => {
    server.next({ writes: [event({ content: "On Fri" }, "length"), done] });

    expect(await answer()).toContainEqual({ type: "stop", stopReason: "max_tokens", usage: noUsage });
  });

  describe("given arguments that are no JSON object", () => {
    const unreadable = [
      call(0, "a", "POST__g__get_dates", '{"project_id": '),
      event({}, "tool_calls"),
      usage,
      done,
    ];

    it("tells the model so once, calls nothing of it, and counts both answers", async () => {
      server.next({ writes: [event({ content: "One moment." }), ...unreadable] });
      server.next({
        writes: [call(0, "b", "POST__g__get_dates", '{"project_id":"7"}'), event({}, "tool_calls"), usage],
      });

      const events = await answer();

      expect(events).toEqual([
        { type: "text-delta", text: "One moment." },
        { type: "tool-use", toolUseId: "b", name: "POST__g__get_dates", input: { project_id: "7" } },
        { type: "stop", stopReason: "tool_use", usage: { inputTokens: 24, outputTokens: 10 } },
      ]);
      expect(server.requests.at(-1)?.body.messages.slice(-2)).toEqual([
        {
          role: "assistant",
          content: "One moment.",
          tool_calls: [{ id: "a", function: { name: "POST__g__get_dates", arguments: "{}" } }],
        },
        { role: "tool", tool_call_id: "a", content: expect.stringMatching(/^Error: /) },
      ]);
    });

    it("gives up the second time", async () => {
      server.next({ writes: unreadable });
      server.next({ writes: unreadable });

      await expect(answer()).rejects.toMatchObject({ exception: "dependencyFailedException" });
    });

    it("does not ask again when the limit of tokens cut them", async () => {
      const asked = server.requests.length;
      server.next({
        writes: [call(0, "a", "POST__g__get_dates", '{"project_id": '), event({}, "length"), done],
      });

      await expect(answer()).rejects.toMatchObject({ exception: "dependencyFailedException" });
      expect(server.requests.length).toBe(asked + 1);
    });
  });
});

describe("a fault of the model's server", () => {
  it.each<[string, Canned, string]>([
    ["a refused key", { status: 401 }, "accessDeniedException"],
    ["an unknown model", { status: 404 }, "resourceNotFoundException"],
    ["a request it does not understand", { status: 400 }, "validationException"],
    ["too many requests", { status: 429 }, "throttlingException"],
    ["an overload", { status: 503 }, "modelNotReadyException"],
    ["a crash", { status: 500 }, "badGatewayException"],
    ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:1/" } }, "validationException"],
    [
      "an answer that is not streamed",
      { headers: { "content-type": "application/json" } },
      "validationException",
    ],
    ["an event that is no JSON", { writes: ["data: {oops\n\n"] }, "dependencyFailedException"],
    [
      "an event of another protocol",
      { writes: ['data: {"choices":"none"}\n\n'] },
      "dependencyFailedException",
    ],
    ["a stream without an answer", { writes: [sse({ choices: [] }), done] }, "badGatewayException"],
    ["a clean end in mid-answer", { writes: [event({ content: "On Fri" })] }, "badGatewayException"],
    ["a cut in mid-answer", { writes: [event({ content: "On Fri" })], ending: "cut" }, "badGatewayException"],
    ["a cut before the first event", { ending: "cut" }, "badGatewayException"],
    ["a cut in mid-event", { writes: ['data: {"choices":['], ending: "cut" }, "badGatewayException"],
    [
      "an error in the stream",
      { writes: [sse({ error: { code: 429, message: upstreamText } })] },
      "throttlingException",
    ],
    [
      "an error in the stream that names no status",
      { writes: [sse({ error: upstreamText })] },
      "badGatewayException",
    ],
    [
      "a tool call without a name",
      { writes: [call(0, "a", undefined, "{}"), event({}, "tool_calls")] },
      "dependencyFailedException",
    ],
    ["a content filter", { writes: [event({}, "content_filter"), done] }, "dependencyFailedException"],
  ])("(%s) is an error by Bedrock's name, in words of ours", async (_, canned, exception) => {
    server.next(canned.status && canned.status >= 400 ? { ...canned, writes: [upstreamText] } : canned);

    const error: unknown = await answer().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: "BedrockServiceError", exception });
    expect((error as Error).message).not.toMatch(/internal-host|key-of-the-model/);
  });

  it.each<[string, Canned]>([
    ["never begins", { ending: "hold" }],
    ["stops in mid-answer", { writes: [event({ content: "On Fri" })], ending: "hold" }],
  ])("ends an answer that %s", async (_, canned) => {
    server.next(canned);

    await expect(answer({}, { silenceMs: 150 })).rejects.toMatchObject({
      exception: "dependencyFailedException",
    });
  });

  it("is told when nobody listens there", async () => {
    const gone = await startChatCompletionsServer();
    await gone.close();

    await expect(answer({}, { baseUrl: gone.baseUrl })).rejects.toMatchObject({
      exception: "badGatewayException",
    });
  });
});

describe("a caller who leaves", () => {
  it("ends the request at the server", async () => {
    const turn = new AbortController();
    server.next({ writes: [event({ content: "On Fri" })], ending: "hold" });
    const model = createOpenAiCompatibleModel({
      baseUrl: server.baseUrl,
      apiKey,
      modelName: "m",
      silenceMs: 60_000,
    });
    const seen = server.left.length;

    const events = (async () => {
      for await (const _event of model.stream(request({ signal: turn.signal }))) turn.abort();
    })();

    await expect(events).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => server.left.length).toBe(seen + 1);
  });
});
