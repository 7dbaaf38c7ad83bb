/** A message as `GET /api/conversation` tells it. */
interface StubMessage {
  turn: number;
  id: string;
  role: "user" | "assistant";
  text: string;
  /** Epoch seconds. */
  at: number;
}

interface StubConversation {
  messages: StubMessage[];
  turn: number;
  lastReadTurn: number;
}

const pageSize = 30;

/** The kept conversations of the stub, by id; there is one under any id. */
export function createStubConversations() {
  const kept = new Map<string, StubConversation>();

  function of(id: string): StubConversation {
    const known = kept.get(id) ?? { messages: [], turn: 0, lastReadTurn: 0 };
    kept.set(id, known);
    return known;
  }

  return {
    of,
    /** Keeps a message under the next number; an id that is known already stays as it is. */
    append(id: string, message: Omit<StubMessage, "turn" | "at">, at = Math.floor(Date.now() / 1000)) {
      const conversation = of(id);
      if (conversation.messages.some((known) => known.id === message.id)) return;
      conversation.turn += 1;
      conversation.messages.push({ ...message, turn: conversation.turn, at });
    },
    /** The body of `GET /api/conversation`. */
    page(id: string, before: number | undefined): object {
      const { messages, turn, lastReadTurn } = of(id);
      const older = messages.filter((message) => before === undefined || message.turn < before);
      return {
        conversation_id: id,
        version: turn,
        turn,
        last_read_turn: lastReadTurn,
        facts: {},
        messages: older.slice(-pageSize),
        has_more: older.length > pageSize,
      };
    },
    /** `PATCH`: false on a conflict. */
    patch(id: string, { turn, last_read_turn }: Record<string, unknown>): boolean {
      const conversation = of(id);
      if (turn !== conversation.turn) return false;
      conversation.lastReadTurn = Number(last_read_turn);
      return true;
    },
    remove: (id: string) => kept.delete(id),
  };
}
