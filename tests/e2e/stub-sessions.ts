/** A session of the stub: whose it is, which conversation it has, and the number of its tokens. */
interface StubSession {
  customerId: string;
  conversationId: string;
}

/**
 * Sign-ins as the BFF has them, without their secrets. Tokens are counted over all sessions: `stream-1`, `manage-1` and
 * `refresh-1` come first, from then on each sign-in and each refresh has the next number.
 */
export function createStubSessions() {
  const sessionOf = new Map<number, StubSession>();
  /** The conversation of each customer; `conv-{customer}` unless said. */
  const conversations = new Map<string, string>();
  let firstGood = 1;
  const state = { refusesBearer: false, refusesRefresh: false };

  function give(session: StubSession): object {
    const number = sessionOf.size + 1;
    sessionOf.set(number, session);
    const contents = Buffer.from(JSON.stringify({ sub: `hash-of-${session.customerId}` })).toString(
      "base64url",
    );
    return {
      token: `stub.${contents}.stream-${number}`,
      manage_token: `stub.${contents}.manage-${number}`,
      refresh_token: `refresh-${number}`,
      expires_at: 0,
      refresh_expires_at: 0,
      session_id: "s",
      conversation_id: session.conversationId,
    };
  }

  return {
    state,
    conversations,
    /** The answer to a sign-in; undefined when it is refused. */
    signIn(caller: string): object | undefined {
      const customerId = /^bearer-of-(\w+)$/.exec(caller)?.[1];
      if (customerId === undefined || state.refusesBearer) return undefined;
      return give({ customerId, conversationId: conversations.get(customerId) ?? `conv-${customerId}` });
    },
    /** The answer to a refresh; undefined when it is refused. */
    refresh(token: unknown): object | undefined {
      const number = Number(/^refresh-(\d+)$/.exec(String(token))?.[1]);
      const session = sessionOf.get(number);
      return session && !state.refusesRefresh ? give(session) : undefined;
    },
    /** The session of a good access token for that purpose. */
    find(caller: string, purpose: "stream" | "manage"): StubSession | undefined {
      const number = Number(new RegExp(`^${purpose}-(\\d+)$`).exec(caller)?.[1]);
      return number >= firstGood ? sessionOf.get(number) : undefined;
    },
    /** Whatever access token was given out so far is no longer good. */
    expireTokens() {
      firstGood = sessionOf.size + 1;
    },
  };
}
