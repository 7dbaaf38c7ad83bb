import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import type { NewSession } from "#layer/sessions/session-store.ts";

/** A session as a sign-in makes it, under no revocation mark. `absoluteEnd` in epoch seconds. */
export function newSession(change: Partial<NewSession> & Pick<NewSession, "absoluteEnd">): NewSession {
  return {
    sessionId: newSessionId(),
    clientId: "FLOORCO",
    customerId: "1000001",
    subject: `u1.${"s".repeat(43)}`,
    marks: { tenant: 0, customer: 0 },
    conversationId: newId("c"),
    agentSessionId: newId("a"),
    sealedBearer: "sealed",
    ...change,
  };
}
