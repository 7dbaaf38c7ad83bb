import { FailureError, needsSignIn, readFailure } from "./failure.ts";
import {
  type AccessTokens,
  type GetBearer,
  readToken,
  requestRefresh,
  requestSession,
  type SignedIn,
} from "./session-requests.ts";

/** A sign-in has brought another conversation: what is shown belongs to an earlier one. */
export interface Replacement {
  /** The same customer as before. Else not a word of the earlier one may stay on the page. */
  isSameCustomer: boolean;
}

/**
 * One sign-in of one page. Its tokens live here, in memory, and nowhere else: a reload signs in anew, and two tabs have a
 * session each.
 */
export interface Session {
  /** The conversation's id, which is `useChat`'s. */
  conversationId(): string;
  /**
   * `fetch` with the token for that purpose. Tokens are renewed before they end, and once more after a 401, after which the
   * same request is sent again; the answer is whatever the BFF says then.
   * @param about what the request is meant for, the present conversation unless it is for all that the customer has
   * @throws FailureError `unauthorized` when only the customer can help, `replaced` when a renewal has brought another
   * conversation or customer, for whom the request was not meant; and what `fetch` throws
   */
  call(
    purpose: keyof AccessTokens,
    path: string,
    init?: RequestInit,
    about?: "conversation" | "customer",
  ): Promise<Response>;
  /**
   * Presents a fresh bearer of the host's, with the earlier token for the same session unless a fresh one is asked for.
   * `replaced` when the messages shown belong to another conversation.
   * @throws FailureError when the host or the BFF refuses
   */
  signInAgain(session?: "same" | "fresh"): Promise<"same" | "replaced">;
  /** Called after each replacement, until the function that comes back is called. */
  onReplaced(listener: (replacement: Replacement) => void): () => void;
  /** Signs this session out, in the background. Nothing can be done about a failure: the session ends by itself. */
  end(): void;
}

/** What a token lives that does not say so itself. */
const usualLifeSeconds = 15 * 60;
/** The part of its life after which a token is renewed. */
const renewAfter = 0.8;

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
  // How long they were held is measured: the page's idea of the time of day may be wrong where `expires_at` is right.
  let heldSinceMs = parts.elapsedMs();
  let renewal: Promise<void> | undefined;
  const listeners = new Set<(replacement: Replacement) => void>();

  function hold(next: SignedIn): void {
    const before = held;
    held = next;
    heldSinceMs = parts.elapsedMs();
    if (next.conversationId === before.conversationId) return;
    const isSameCustomer = areSameCustomer(before, next);
    for (const tell of listeners) tell({ isSameCustomer });
  }

  /** Whoever needs fresh tokens meanwhile waits for the same ones: a refresh token is good for one refresh. */
  function renewBy(request: () => Promise<SignedIn>): Promise<void> {
    renewal ??= request()
      .then(hold)
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  }

  async function refreshOrSignIn(): Promise<SignedIn> {
    try {
      return await requestRefresh(parts.fetch, held.refreshToken);
    } catch (error) {
      if (!needsSignIn(readFailure(error))) throw error;
      return requestSession(parts, held.tokens.stream);
    }
  }

  function send(token: string, path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${token}`);
    return parts.fetch(path, { ...init, headers });
  }

  /** @throws FailureError `replaced` */
  function holdTo(meant: SignedIn, about: "conversation" | "customer"): void {
    if (held.conversationId === meant.conversationId) return;
    if (about === "customer" && areSameCustomer(held, meant)) return;
    throw new FailureError({ code: "replaced", retryable: false });
  }

  return {
    conversationId: () => held.conversationId,
    async call(purpose, path, init = {}, about = "conversation") {
      const meant = held;
      if (parts.elapsedMs() - heldSinceMs > renewAfterMs(held.tokens[purpose])) {
        // Should it fail, the old token may still be good; the BFF says.
        await renewBy(refreshOrSignIn).catch(() => {});
        holdTo(meant, about);
      }
      const token = held.tokens[purpose];
      const response = await send(token, path, init);
      if (response.status !== 401) return response;
      // Another request may have brought fresh tokens while this one was on its way.
      if (held.tokens[purpose] === token) await renewBy(refreshOrSignIn);
      holdTo(meant, about);
      return send(held.tokens[purpose], path, init);
    },
    async signInAgain(session = "same") {
      await renewal?.catch(() => {});
      const { conversationId } = held;
      await renewBy(() => requestSession(parts, session === "same" ? held.tokens.stream : undefined));
      return held.conversationId === conversationId ? "same" : "replaced";
    },
    onReplaced(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    end() {
      send(held.tokens.manage, "/api/session", { method: "DELETE", keepalive: true }).catch(() => {});
    },
  };
}

function areSameCustomer(one: SignedIn, other: SignedIn): boolean {
  const { subject } = readToken(one.tokens.manage);
  return subject !== undefined && subject === readToken(other.tokens.manage).subject;
}

function renewAfterMs(token: string): number {
  return (readToken(token).lifeSeconds ?? usualLifeSeconds) * 1000 * renewAfter;
}
