import * as z from "zod";
import { readBody } from "../read-body.ts";
import { refusalAnswer, unauthorized } from "../refusal.ts";
import type { Route } from "../route.ts";
import type { ErrorText } from "../stream/chat-part.ts";
import { drainParts, wholeAnswerOf } from "../stream/drain.ts";
import { confirmationClick, customerText, messageId } from "../turn/message.ts";
import { startTurn } from "../turn/start-turn.ts";

const mostBytes = 64 * 1024;

const body = z.strictObject({
  message: z.string(),
  message_id: messageId.optional(),
  confirmation: confirmationClick.optional(),
});

/**
 * `POST /api/chat/simple`: one turn as one JSON answer, `{response, session_id, timestamp, confirmation?}`. A question
 * of ours stands at the end of `response` and, as fields, in `confirmation`. A turn that failed is an error with its code.
 */
export const chatSimple: Route = {
  method: "POST",
  path: "/api/chat/simple",
  access: "session",
  purpose: "stream",
  async handle(call, tools) {
    const { message, message_id, confirmation: click } = await readBody(call.request, body, mostBytes);
    const messageId = message_id ?? tools.newId("m");
    const turn = startTurn(call, { messageId, text: customerText(message), click }, tools);
    const { text, confirmation, error } = wholeAnswerOf(await drainParts(turn.parts));
    if (error?.code === "reauth_required") return unauthorized();
    if (error) return refusalAnswer(error, statusOf(error), call.requestId);
    return Response.json({
      response: text,
      session_id: call.caller.session.sessionId,
      timestamp: new Date(tools.clock.nowMs()).toISOString(),
      ...(confirmation && { confirmation }),
    });
  },
};

function statusOf({ code, retryable }: ErrorText): number {
  if (code === "bug") return 500;
  if (code === "conversation_gone") return 410;
  if (code === "turn_timeout") return 504;
  return retryable ? 503 : 502;
}
