import type { Session } from "#layer/sessions/session-store.ts";
import type { RouteTools } from "../route.ts";
import { mintAccessTokens } from "./access-tokens.ts";

/** A session and the newest refresh token of its family. */
export interface OpenSession {
  session: Session;
  refreshToken: string;
}

/** The answer to a sign-in and to a refresh. Times in epoch seconds. */
export interface SignedIn {
  /** For turns. */
  token: string;
  /** For everything else. */
  manage_token: string;
  expires_at: number;
  refresh_token: string;
  /** The session's end, which no refresh moves. */
  refresh_expires_at: number;
  session_id: string;
  conversation_id: string;
}

export async function signedInAnswer(
  { session, refreshToken }: OpenSession,
  tools: RouteTools,
): Promise<Response> {
  const { token, manageToken, expiresAt } = await mintAccessTokens(tools, session);
  const answer: SignedIn = {
    token,
    manage_token: manageToken,
    expires_at: expiresAt,
    refresh_token: refreshToken,
    refresh_expires_at: session.absoluteEnd,
    session_id: session.sessionId,
    conversation_id: session.conversationId,
  };
  return Response.json(answer);
}
