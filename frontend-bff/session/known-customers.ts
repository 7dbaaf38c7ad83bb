/** Whose session it is, as far as this process has seen: a session never changes hands, so what is known stays true. */
export interface KnownCustomers {
  of(sessionId: string): string | undefined;
  learn(sessionId: string, customerId: string): void;
}

/**
 * Lets a session's revocation marks be read at the same time as its row: the marks' key needs the customer, whom the token
 * does not name. Keeps the latest, at most that many; who is forgotten costs one read more.
 */
export function createKnownCustomers(most = 10_000): KnownCustomers {
  const customers = new Map<string, string>();
  return {
    of: (sessionId) => customers.get(sessionId),
    learn(sessionId, customerId) {
      customers.delete(sessionId);
      customers.set(sessionId, customerId);
      if (customers.size <= most) return;
      for (const oldest of customers.keys()) {
        customers.delete(oldest);
        return;
      }
    },
  };
}
