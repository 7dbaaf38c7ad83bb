import * as z from "zod";
import { readBody } from "../read-body.ts";
import { RefusalError } from "../refusal.ts";
import type { Route } from "../route.ts";
import { drainParts } from "../stream/drain.ts";
import { encodeStream, streamHeaders } from "../stream/sse.ts";
import { confirmationClick, customerText, messageId } from "../turn/message.ts";
import { startTurn } from "../turn/start-turn.ts";

/** `useChat` sends the whole conversation unless it is told not to. */
const mostBytes = 1024 * 1024;

const textPart = z.object({ type: z.literal("text"), text: z.string() });
const userMessage = z.object({
  id: messageId,
  role: z.literal("user"),
  parts: z.array(z.unknown()).max(100),
});

/** What the AI SDK's transport sends, of which little is read and nothing but the last message; `confirmation` is ours. */
const body = z.object({
  id: z.string(),
  messages: z.array(z.unknown()).min(1),
  trigger: z.enum(["submit-message", "regenerate-message"]).optional(),
  confirmation: confirmationClick.optional(),
});

/**
 * `POST /api/chat`: one turn, as a UI message stream; as JSON `{chunks}` for a client that accepts nothing else.
 */
export const chat: Route = {
  method: "POST",
  path: "/api/chat",
  access: "session",
  purpose: "stream",
  async handle(call, tools) {
    const { id, messages, confirmation: click } = await readBody(call.request, body, mostBytes);
    if (id !== call.caller.session.conversationId) throw new RefusalError("wrong_conversation");
    const turn = startTurn(call, { ...lastMessage(messages), click }, tools);
    if (wantsJson(call.request)) return Response.json({ chunks: await drainParts(turn.parts) });
    const { heartbeatMs } = tools;
    const stream = encodeStream(turn.parts, {
      onCancel: turn.stop,
      ...(heartbeatMs !== undefined && { heartbeatMs }),
    });
    return new Response(stream, { headers: streamHeaders });
  },
};

function lastMessage(messages: readonly unknown[]): { messageId: string; text: string } {
  const parsed = userMessage.safeParse(messages.at(-1));
  if (!parsed.success) throw new RefusalError("invalid_request");
  const { id, parts } = parsed.data;
  const texts = parts.flatMap((part) => textPart.safeParse(part).data?.text ?? []);
  return { messageId: id, text: customerText(texts.join("\n")) };
}

function wantsJson(request: Request): boolean {
  const accept = request.headers.get("accept")?.toLowerCase() ?? "";
  return accept.includes("application/json") && !accept.includes("text/event-stream");
}
