import type { ConversationStore } from "#layer/conversations/conversation-store.ts";
import { AppError } from "#layer/errors.ts";
import type { NoteStore } from "#layer/notes/note-store.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import type { TokenFamilyStore } from "#layer/sessions/token-family-store.ts";
import type { Erasable } from "./erasable.ts";

export interface ErasableStores {
  sessions: SessionStore;
  families: TokenFamilyStore;
  conversations: ConversationStore;
  notes: NoteStore;
  /** Makes the agents forget a session; answers whether they took it. */
  endAgentSession(agentSessionId: string): Promise<boolean>;
}

/** Everything that is kept of a customer, the heads first. What is new in the system and holds customers' data joins here. */
export function erasablesOf(stores: ErasableStores) {
  return {
    sessions: erasableSessions(stores),
    conversations: erasableConversations(stores),
    notes: erasableNotes(stores),
  } satisfies Record<string, Erasable>;
}
export type ErasableName = keyof ReturnType<typeof erasablesOf>;

/** Sessions with their token families and what the agents remember of them. */
function erasableSessions({ sessions, families, endAgentSession }: ErasableStores): Erasable {
  return {
    async find({ clientId, customerId }) {
      const found = await Array.fromAsync(families.listSessions(clientId, customerId));
      return found.map(({ sessionId }) => sessionId);
    },
    async mark({ clientId }, sessionId) {
      await Promise.all([sessions.end(sessionId), families.revoke(sessionId, clientId)]);
    },
    async erase({ clientId }, sessionId) {
      const agentSessionId = await sessions.agentSessionOf(sessionId);
      const isAgentTold = agentSessionId !== undefined && (await endAgentSession(agentSessionId));
      // The row names the agent session: it stays for another try, and so does the family, by which the row is found.
      if (agentSessionId !== undefined && !isAgentTold) {
        throw new AppError("agent_session_left", "the agents did not end a session");
      }
      const [hadRow, hadFamily] = await Promise.all([
        sessions.exists(sessionId),
        families.exists(sessionId, clientId),
      ]);
      await sessions.remove(sessionId);
      await families.remove(sessionId, clientId);
      return {
        sessions: hadRow ? 1 : 0,
        token_families: hadFamily ? 1 : 0,
        agent_sessions: isAgentTold ? 1 : 0,
      };
    },
    async count({ clientId }, sessionId) {
      const there = await Promise.all([sessions.exists(sessionId), families.exists(sessionId, clientId)]);
      return there.filter(Boolean).length;
    },
  };
}

/** Conversations with their messages, facts and the note of which one is current. */
function erasableConversations({ conversations }: ErasableStores): Erasable {
  return {
    find: (customer) => conversations.list(customer),
    mark: (customer, conversationId) => conversations.mark(customer, conversationId),
    async erase(customer, conversationId) {
      const { messages, heads } = await conversations.remove(customer, conversationId);
      return { messages, conversations: heads };
    },
    count: (customer, conversationId) => conversations.count(customer, conversationId),
  };
}

/** Notes have no head of their own: their writers read the session again. */
function erasableNotes({ notes }: ErasableStores): Erasable {
  return {
    find: (customer) => notes.listOf(customer),
    async mark() {},
    async erase(_customer, noteId) {
      return { notes: (await notes.remove(noteId)) ? 1 : 0 };
    },
    async count(_customer, noteId) {
      return (await notes.exists(noteId)) ? 1 : 0;
    },
  };
}
