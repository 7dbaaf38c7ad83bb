import { setTimeout as sleep } from "node:timers/promises";
import { sessionChain } from "#layer/audit/audit-event.ts";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import { subjectsOf } from "#layer/auth/subject.ts";
import { PurgeIncompleteError, purgeCustomer } from "#layer/deletion/purge.ts";
import { RefusalError } from "../refusal.ts";
import type { Route, RouteTools } from "../route.ts";

/**
 * `DELETE /api/conversation`: deletes everything that is kept of this customer, in all their conversations and sessions, this
 * one too, and answers the receipt. The token is dead from then on. What could not be finished is `deletion_incomplete`: nobody
 * is served any of it, and the same request after a new sign-in finishes it.
 */
export const deleteConversation: Route = {
  method: "DELETE",
  path: "/api/conversation",
  access: "session",
  purpose: "manage",
  async handle({ caller: { session }, requestId }, tools) {
    const { sessionId, conversationId, clientId, customerId, subject } = session;
    const receipt = await purgeCustomer(
      {
        clientId,
        customerId,
        subject,
        olderSubjects: await subjectsOf(tools.subjectRing, clientId, customerId),
        audit: { chain: sessionChain(sessionId), actor: "customer", requestId },
        known: { sessions: [sessionId], conversations: [conversationId] },
      },
      purgePortsOf(tools),
    )
      .catch(refuseUnfinished)
      // Only now: a turn that the deletion has stopped may have shown something until then.
      .finally(() => tools.shownValues.forget(session));
    return Response.json({ receipt });
  },
};

function purgePortsOf(tools: RouteTools) {
  const { agentBackend, runningTurns, indexLagMs = 1_000 } = tools;
  return {
    ...tools,
    endAgentSession: (agentSessionId: string) => agentBackend.end(agentSessionId),
    stopTurns: (customer: { clientId: string; customerId: string }, limitMs: number) =>
      runningTurns.stop(customer, limitMs),
    settle: () => (indexLagMs > 0 ? sleep(indexLagMs) : Promise.resolve()),
  };
}

function refuseUnfinished(error: unknown): never {
  if (error instanceof PurgeIncompleteError) throw new RefusalError("deletion_incomplete");
  if (error instanceof AuditDownError) throw new RefusalError("upstream_down");
  throw error;
}
