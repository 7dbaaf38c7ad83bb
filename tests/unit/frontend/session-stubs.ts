import type { Session } from "../../../frontend/src/session.ts";

/** A session that does nothing; a test gives what it needs in its place. */
export function idleSession(): Session {
  return {
    conversationId: () => "conv-1",
    call: () => Promise.reject(new Error("no call is expected")),
    signInAgain: async () => "same",
    onReplaced: () => () => {},
    end: () => {},
  };
}
