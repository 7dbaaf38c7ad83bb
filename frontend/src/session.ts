import { FailureError, failureOfAnswer } from "./failure.ts";

/** Asks the host page for the customer's bearer. Rejects when nobody is signed in there. */
export type GetBearer = () => Promise<string>;

export interface Session {
  /** The conversation's id, which is `useChat`'s. */
  conversationId(): string;
  /** A session token for the next request, renewed first where the old one nears its end. */
  token(): Promise<string>;
  /**
   * Presents a fresh bearer with the old token, so that the same session and conversation come back. `replaced` when
   * the old session was over, or the host's customer is another one by now: the messages shown belong to the old one.
   * @throws FailureError when the host or the BFF refuses
   */
  signInAgain(): Promise<"same" | "replaced">;
}

/**
 * Tokens live 15 minutes. How long one was held is measured here, because the page's idea of the time of day may be
 * wrong where `expires_at` is right.
 */
const renewAfterMs = 12 * 60_000;

export interface SessionParts {
  getBearer: GetBearer;
  fetch: typeof fetch;
  /** Milliseconds that only grow. */
  elapsedMs: () => number;
}

/**
 * Opens a session at the BFF for the customer that the host page has signed in.
 * @throws FailureError with the BFF's code; `unauthorized` when the host gives no bearer
 */
export async function openSession(parts: SessionParts): Promise<Session> {
  let held = await requestSession(parts, undefined);
  let heldSinceMs = parts.elapsedMs();

  function hold(answer: SessionAnswer): void {
    held = answer;
    heldSinceMs = parts.elapsedMs();
  }

  return {
    conversationId: () => held.conversation_id,
    async signInAgain() {
      const answer = await requestSession(parts, held.token);
      const isSame = answer.conversation_id === held.conversation_id;
      hold(answer);
      return isSame ? "same" : "replaced";
    },
    async token() {
      if (parts.elapsedMs() - heldSinceMs > renewAfterMs) {
        // Renewing in silence may fail or bring another conversation; then the BFF decides about the old token.
        const answer = await requestSession(parts, held.token).catch(() => undefined);
        if (answer?.conversation_id === held.conversation_id) hold(answer);
      }
      return held.token;
    },
  };
}

interface SessionAnswer {
  token: string;
  conversation_id: string;
}

async function requestSession(parts: SessionParts, oldToken: string | undefined): Promise<SessionAnswer> {
  const bearer = await parts.getBearer().catch(() => {
    throw new FailureError({ code: "unauthorized", retryable: false });
  });
  const response = await parts.fetch("/api/session", {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(oldToken === undefined ? {} : { token: oldToken }),
  });
  const body = await response.text();
  if (!response.ok) throw new FailureError(failureOfAnswer(response.status, body));
  return readSession(body);
}

function readSession(body: string): SessionAnswer {
  try {
    const { token, conversation_id } = JSON.parse(body) as Record<string, unknown>;
    if (typeof token === "string" && typeof conversation_id === "string") return { token, conversation_id };
  } catch {
    // falls through to the one refusal
  }
  throw new FailureError({ code: "unexpected_answer", retryable: true });
}
