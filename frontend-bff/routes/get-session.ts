import { UnauthorizedError } from "../refusal.ts";
import type { Route } from "../route.ts";

/** `GET /api/session`: what the caller's session is and how it was used. Asking does not prolong it. Epoch seconds. */
export const getSession: Route = {
  method: "GET",
  path: "/api/session",
  access: "session",
  purpose: "manage",
  async handle({ caller: { session } }, { families }) {
    const family = await families.get(session.sessionId, session.clientId);
    if (!family || family.revokedAt !== undefined) throw new UnauthorizedError();
    return Response.json({
      session_id: session.sessionId,
      conversation_id: session.conversationId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      absolute_end: session.absoluteEnd,
      request_count: family.requestCount,
      last_used: family.lastUsedAt,
    });
  },
};
