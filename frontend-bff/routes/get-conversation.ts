import * as z from "zod";
import { entityTag, headShown } from "../conversation/head-answer.ts";
import { rotatedToken } from "../conversation/rotated-token.ts";
import { RefusalError } from "../refusal.ts";
import type { Route } from "../route.ts";

const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);
const query = z.strictObject({
  before: wholeNumber.optional(),
  limit: wholeNumber.refine((limit) => limit <= 50).default(30),
  /** Whose page asks, when it is on another origin (middleware/origins.ts); no concern of this route. */
  t: z.string().optional(),
});

/**
 * `GET /api/conversation`: the conversation's head with the newest messages, oldest first; older ones with `before`. Once the
 * presented token is some minutes old, a fresh one comes with it (`rotated`).
 */
export const getConversation: Route = {
  method: "GET",
  path: "/api/conversation",
  access: "session",
  purpose: "manage",
  async handle({ request, caller: { session, tokenIssuedAt } }, tools) {
    const { before, limit } = readQuery(request);
    const [conversation, page, rotated] = await Promise.all([
      tools.conversations.get(session, session.conversationId),
      tools.conversations.messages(session.conversationId, {
        limit,
        ...(before !== undefined && { before }),
      }),
      rotatedToken(tools, session, { issuedAt: tokenIssuedAt }),
    ]);
    if (!conversation) throw new RefusalError("conversation_gone");
    const answer = {
      ...headShown(conversation),
      messages: page.messages.map(({ turn, messageId, role, text, at }) => ({
        turn,
        id: messageId,
        role,
        text,
        at,
      })),
      has_more: page.hasMore,
      ...(rotated && {
        rotated: { manage_token: rotated.token, expires_at: rotated.expiresAt },
      }),
    };
    return Response.json(answer, { headers: entityTag(conversation) });
  },
};

function readQuery(request: Request): z.output<typeof query> {
  const { searchParams } = new URL(request.url);
  const entries = [...searchParams];
  const parsed = query.safeParse(Object.fromEntries(entries));
  const isEachOnce = searchParams.size === new Set(searchParams.keys()).size;
  if (!parsed.success || !isEachOnce) throw new RefusalError("invalid_request");
  return parsed.data;
}
