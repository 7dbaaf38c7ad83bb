import { DefaultChatTransport, type UIMessageChunk } from "ai";
import type { ChatMessage } from "./chat-message.ts";
import { FailureError, failureOfAnswer } from "./failure.ts";
import type { Session } from "./session.ts";
import { failWhenCutShort } from "./stream-end.ts";

class CheckedTransport extends DefaultChatTransport<ChatMessage> {
  protected override processResponseStream(
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  ): ReadableStream<UIMessageChunk> {
    return super.processResponseStream(stream).pipeThrough(failWhenCutShort());
  }
}

/**
 * The way to `POST /api/chat`: sends the last message alone, since the BFF owns the history, with the customer's click
 * beside it where the message is one.
 */
export function createChatTransport(session: Session): DefaultChatTransport<ChatMessage> {
  return new CheckedTransport({
    api: "/api/chat",
    credentials: "same-origin",
    fetch: async (input, init) => checkAnswer(await session.call("stream", String(input), init)),
    prepareSendMessagesRequest: ({ id, messages, trigger, messageId }) => ({
      body: { id, trigger, ...(messageId === undefined ? {} : { messageId }), ...lastMessageOf(messages) },
    }),
  });
}

function lastMessageOf(messages: ChatMessage[]) {
  const last = messages.at(-1);
  if (last === undefined) return { messages: [] };
  const { id, role, parts, metadata } = last;
  const confirmation = metadata?.confirmation;
  return { messages: [{ id, role, parts }], ...(confirmation === undefined ? {} : { confirmation }) };
}

async function checkAnswer(response: Response): Promise<Response> {
  if (!response.ok) throw new FailureError(failureOfAnswer(response.status, await response.text()));
  // A captive portal answers 200 with its own page; the SDK would take it for an empty answer.
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) {
    throw new FailureError({ code: "unexpected_answer", retryable: true });
  }
  return response;
}
