import { isSessionId } from "#layer/sessions/session-ids.ts";

/** By which way the session of a call came, or why there is none. */
export type SessionHandle =
  | { kind: "found"; sessionId: string; via: "attribute" | "parameter" }
  | { kind: "missing" }
  /** The model named another session than the one the call came with, which is `sessionId`. */
  | { kind: "mismatch"; sessionId: string };

/**
 * The session attribute wins; the model's parameter is the fallback. A parameter without the form of a session id
 * (`$session_id`, `{{session.id}}`) counts as absent (design, decision 1).
 */
export function resolveSessionHandle(attribute: unknown, parameter: unknown): SessionHandle {
  const trusted = typeof attribute === "string" && isSessionId(attribute) ? attribute : undefined;
  const said = typeof parameter === "string" && isSessionId(parameter.trim()) ? parameter.trim() : undefined;
  if (trusted && said && trusted !== said) return { kind: "mismatch", sessionId: trusted };
  if (trusted) return { kind: "found", sessionId: trusted, via: "attribute" };
  if (said) return { kind: "found", sessionId: said, via: "parameter" };
  return { kind: "missing" };
}
