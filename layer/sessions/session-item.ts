import * as z from "zod";
import { pendingConfirmation } from "#layer/domain/confirmation.ts";
import type { Session } from "./session-store.ts";

/** A session as the table holds it: snake_case, `ttl` in epoch seconds so that DynamoDB can delete it. */
export const sessionItem = z.object({
  session_id: z.string(),
  client_id: z.string(),
  customer_id: z.string(),
  subject: z.string(),
  tenant_mark: z.number().int(),
  customer_mark: z.number().int(),
  conversation_id: z.string(),
  agent_session_id: z.string(),
  sealed_bearer: z.string(),
  created_at: z.number().int(),
  absolute_end: z.number().int(),
  ttl: z.number().int(),
  version: z.number().int(),
  offers: z.record(
    z.string(),
    z.object({
      request_id: z.number().int().optional(),
      dates: z.array(z.string()),
      times: z.record(z.string(), z.array(z.string())),
    }),
  ),
  confirmation: pendingConfirmation.optional(),
});

/** What is left of a session that ended, or has passed its end, is served to nobody. */
export function isOver(item: Readonly<Record<string, unknown>>, now: number): boolean {
  return item.ended_at !== undefined || !(Number(item.ttl) > now);
}

/** The stored row as a session. @throws ZodError when the row is not one of ours. */
export function readSessionItem(item: unknown): Session {
  const row = sessionItem.parse(item);
  return {
    sessionId: row.session_id,
    clientId: row.client_id,
    customerId: row.customer_id,
    subject: row.subject,
    marks: { tenant: row.tenant_mark, customer: row.customer_mark },
    conversationId: row.conversation_id,
    agentSessionId: row.agent_session_id,
    sealedBearer: row.sealed_bearer,
    createdAt: row.created_at,
    absoluteEnd: row.absolute_end,
    expiresAt: row.ttl,
    version: row.version,
    offers: Object.fromEntries(
      Object.entries(row.offers).map(([projectId, { request_id, dates, times }]) => [
        projectId,
        { requestId: request_id, dates, times },
      ]),
    ),
    confirmation: row.confirmation,
  };
}

/** A session as the item to store. */
export function writeSessionItem(session: Session): z.infer<typeof sessionItem> {
  return {
    session_id: session.sessionId,
    client_id: session.clientId,
    customer_id: session.customerId,
    subject: session.subject,
    tenant_mark: session.marks.tenant,
    customer_mark: session.marks.customer,
    conversation_id: session.conversationId,
    agent_session_id: session.agentSessionId,
    sealed_bearer: session.sealedBearer,
    created_at: session.createdAt,
    absolute_end: session.absoluteEnd,
    ttl: session.expiresAt,
    version: session.version,
    offers: {},
    confirmation: session.confirmation,
  };
}
