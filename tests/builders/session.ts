import { createHash } from "node:crypto";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import type { NewSession } from "#layer/sessions/session-store.ts";

/** How a customer is named in tests: in the form of an HMAC, another one for each. */
export function testSubject(clientId: string, customerId: string): string {
  return `u1.${createHash("sha256").update(`${clientId} ${customerId}`).digest("base64url")}`;
}

/** A session as a sign-in makes it, under no revocation mark. `absoluteEnd` in epoch seconds. */
export function newSession(change: Partial<NewSession> & Pick<NewSession, "absoluteEnd">): NewSession {
  const { clientId = "FLOORCO", customerId = "1000001" } = change;
  return {
    sessionId: newSessionId(),
    clientId,
    customerId,
    subject: testSubject(clientId, customerId),
    marks: { tenant: 0, customer: 0 },
    conversationId: newId("c"),
    agentSessionId: newId("a"),
    sealedBearer: "sealed",
    ...change,
  };
}
