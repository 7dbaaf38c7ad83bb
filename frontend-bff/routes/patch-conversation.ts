import * as z from "zod";
import type { Conversation } from "#layer/conversations/conversation-store.ts";
import { languageCode, openQuestions } from "#layer/domain/conversation-facts.ts";
import { entityTag, headShown, versionOfTag } from "../conversation/head-answer.ts";
import { readBody } from "../read-body.ts";
import { RefusalError } from "../refusal.ts";
import type { Route } from "../route.ts";

const mostBytes = 4 * 1024;
const turnNumber = z.number().int().min(0).max(999_999_999);

/** All that a client may set; everything else of a conversation is written here alone. */
const body = z
  .strictObject({
    turn: turnNumber,
    language: languageCode.optional(),
    last_read_turn: turnNumber.optional(),
    open_question: z.enum(openQuestions).nullable().optional(),
  })
  .refine(({ turn, last_read_turn = 0 }) => last_read_turn <= turn);

/**
 * `PATCH /api/conversation`: the language, the last message read and the open question, as of the turn that the client
 * knows; 409 with the present turn and version when there is a newer one.
 */
export const patchConversation: Route = {
  method: "PATCH",
  path: "/api/conversation",
  access: "session",
  purpose: "manage",
  async handle({ request, requestId, caller: { session, tenant } }, { conversations }) {
    const version = expectedVersion(request);
    const { turn, language, last_read_turn, open_question } = await readBody(request, body, mostBytes);
    if (language !== undefined && !tenant.languages.includes(language)) {
      throw new RefusalError("invalid_request");
    }
    const patched = await conversations.patch(
      session,
      session.conversationId,
      { turn, ...(version !== undefined && { version }) },
      {
        ...(language !== undefined && { language }),
        ...(open_question !== undefined && { open_question }),
        ...(last_read_turn !== undefined && { lastReadTurn: last_read_turn }),
      },
    );
    if (!patched) throw new RefusalError("conversation_gone");
    const { outcome, conversation } = patched;
    if (outcome === "conflict") return conflictAnswer(conversation, requestId);
    return Response.json(headShown(conversation), { headers: entityTag(conversation) });
  },
};

function expectedVersion(request: Request): number | undefined {
  const tag = request.headers.get("if-match");
  if (tag === null) return undefined;
  const version = versionOfTag(tag);
  if (version === undefined) throw new RefusalError("invalid_request");
  return version;
}

function conflictAnswer(conversation: Conversation, requestId: string): Response {
  const { version, turn } = conversation;
  return Response.json(
    { error: { code: "conflict", retryable: true, request_id: requestId }, version, turn },
    { status: 409, headers: entityTag(conversation) },
  );
}
