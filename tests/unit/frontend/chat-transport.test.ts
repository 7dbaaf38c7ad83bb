import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../../frontend/src/chat-message.ts";
import { createChatTransport } from "../../../frontend/src/chat-transport.ts";
import { readFailure } from "../../../frontend/src/failure.ts";
import { idleSession } from "./session-stubs.ts";

const messages: ChatMessage[] = [
  { id: "m1", role: "user", parts: [{ type: "text", text: "first" }] },
  { id: "m2", role: "assistant", parts: [{ type: "text", text: "answer" }] },
  {
    id: "m3",
    role: "user",
    parts: [{ type: "text", text: "Yes, please." }],
    metadata: { confirmation: { id: "c1", approved: true } },
  },
];

function frames(...chunks: object[]): string {
  return chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("");
}

const whole = `${frames({ type: "start", messageId: "r1" }, { type: "finish" })}data: [DONE]\n\n`;

/** Sends the messages to a BFF that answers so; gives what was asked, what was read, and the failure if there is one. */
async function send(answer: Response | Error, sent: ChatMessage[] = messages) {
  let asked: { purpose: string; path: string; body: unknown } | undefined;
  const transport = createChatTransport({
    ...idleSession(),
    call: async (purpose, path, init) => {
      asked = { purpose, path, body: JSON.parse(String(init?.body)) };
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const read: string[] = [];
  try {
    const stream = await transport.sendMessages({
      chatId: "conv-1",
      messages: sent,
      trigger: "submit-message",
      messageId: undefined,
      abortSignal: undefined,
    });
    for await (const chunk of stream) read.push(chunk.type);
    return { asked, read, failure: undefined };
  } catch (error) {
    return { asked, read, failure: readFailure(error) };
  }
}

function eventStream(text: string): Response {
  return new Response(text, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
}

describe("createChatTransport", () => {
  it("sends the last message alone, the click beside it, by the session's token for turns", async () => {
    const { asked, read } = await send(eventStream(whole));

    expect(asked).toMatchObject({ purpose: "stream", path: "/api/chat" });
    expect(asked?.body).toEqual({
      id: "conv-1",
      trigger: "submit-message",
      messages: [{ id: "m3", role: "user", parts: [{ type: "text", text: "Yes, please." }] }],
      confirmation: { id: "c1", approved: true },
    });
    expect(read).toEqual(["start", "finish"]);
  });

  it("sends no confirmation with a message that is not a click", async () => {
    const { asked } = await send(eventStream(whole), messages.slice(0, 1));

    expect(asked?.body).not.toHaveProperty("confirmation");
  });

  it("fails when the stream ends in the same clean way without having finished", async () => {
    const { read, failure } = await send(eventStream(frames({ type: "start", messageId: "r1" })));

    expect(read).toEqual(["start"]);
    expect(failure).toEqual({ code: "cut_short", retryable: true });
  });

  it("tells the code of a refusing answer", async () => {
    const answer = Response.json(
      { error: { code: "turn_running", retryable: true, request_id: "r" } },
      { status: 409 },
    );

    const { failure } = await send(answer);

    expect(failure).toEqual({ code: "turn_running", retryable: true, requestId: "r" });
  });

  it("fails on a page of somebody else's that answers 200", async () => {
    const answer = new Response("<html>log in to the wifi</html>", {
      headers: { "content-type": "text/html" },
    });

    expect((await send(answer)).failure).toEqual({ code: "unexpected_answer", retryable: true });
  });

  it("fails on a chunk that the protocol does not know", async () => {
    const { failure } = await send(eventStream(frames({ type: "start" }, { type: "unheard-of" })));

    expect(failure?.code).toBe("unexpected_answer");
  });

  it("tells a connection that cannot be made", async () => {
    expect((await send(new TypeError("Failed to fetch"))).failure).toEqual({
      code: "network",
      retryable: true,
    });
  });
});
