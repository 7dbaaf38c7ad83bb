import { sessionChain } from "#layer/audit/audit-event.ts";
import type { Route } from "../route.ts";
import { audited } from "../session/audited.ts";

/** `DELETE /api/session`: signs the caller's session out. From the next request on none of its tokens is good. */
export const deleteSession: Route = {
  method: "DELETE",
  path: "/api/session",
  access: "session",
  purpose: "manage",
  async handle({ requestId, caller: { session } }, { sessions, families, audit }) {
    const { sessionId, clientId, subject } = session;
    const chain = audit.open(clientId, sessionChain(sessionId));
    await audited(chain, { subject, action: "session_revoke", requestId }, () =>
      Promise.all([families.revoke(sessionId, clientId), sessions.end(sessionId)]),
    );
    return new Response(null, { status: 204 });
  },
};
