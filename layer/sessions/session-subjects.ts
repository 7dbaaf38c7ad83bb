import type { SessionStore } from "./session-store.ts";
import type { TokenFamilyStore } from "./token-family-store.ts";

/** The names that a customer's live sessions carry, by the index: of today's key and of earlier ones. Empty without a live one. */
export async function subjectsOfSessions(
  { clientId, customerId }: { clientId: string; customerId: string },
  stores: { sessions: Pick<SessionStore, "get">; families: Pick<TokenFamilyStore, "listSessions"> },
): Promise<string[]> {
  const subjects = new Set<string>();
  for await (const { sessionId } of stores.families.listSessions(clientId, customerId)) {
    const session = await stores.sessions.get(sessionId);
    if (session) subjects.add(session.subject);
  }
  return [...subjects];
}
