import { type Clock, nowSeconds } from "#layer/clock.ts";
import type {
  Conversation,
  ConversationOwner,
  ConversationStore,
  StoredMessage,
} from "./conversation-store.ts";
import { changedFacts } from "./facts-change.ts";
import { factsLifeSeconds, messageLifeSeconds } from "./lifetimes.ts";
import { patched } from "./patched.ts";

interface Head extends Conversation {
  isMarked: boolean;
}

/** Conversations in this process's memory, under the same rules as the tables. For tests and for trying things out. */
export function createMemoryConversationStore({ clock }: { clock: Clock }): ConversationStore {
  const owners = new Map<string, { heads: Map<string, Head>; current: string | undefined }>();
  const messagesOf = new Map<string, Map<number, StoredMessage>>();
  const now = () => nowSeconds(clock);

  function itemsOf({ clientId, customerId }: ConversationOwner) {
    const key = `${clientId}#${customerId}`;
    const items = owners.get(key) ?? { heads: new Map<string, Head>(), current: undefined };
    owners.set(key, items);
    return items;
  }

  function live(owner: ConversationOwner, conversationId: string | undefined): Head | undefined {
    const head = conversationId === undefined ? undefined : itemsOf(owner).heads.get(conversationId);
    return head && !head.isMarked && head.expiresAt > now() ? head : undefined;
  }

  function change(head: Head, changes: Partial<Conversation>): void {
    Object.assign(head, changes, {
      version: head.version + 1,
      updatedAt: now(),
      expiresAt: now() + factsLifeSeconds,
    });
  }

  return {
    async open(owner, freshId) {
      const items = itemsOf(owner);
      const current = live(owner, items.current);
      if (current) return shown(current);
      const head: Head = {
        conversationId: freshId,
        version: 1,
        turn: 0,
        lastReadTurn: 0,
        facts: {},
        createdAt: now(),
        updatedAt: now(),
        expiresAt: now() + factsLifeSeconds,
        isMarked: false,
      };
      items.heads.set(freshId, head);
      items.current = freshId;
      return shown(head);
    },
    async get(owner, conversationId) {
      const head = live(owner, conversationId);
      return head && shown(head);
    },
    async append(owner, conversationId, { role, text, messageId }, { onKept } = {}) {
      const head = live(owner, conversationId);
      if (!head) return undefined;
      change(head, { turn: head.turn + 1 });
      const message: StoredMessage = {
        role,
        text,
        messageId,
        turn: head.turn,
        at: now(),
        expiresAt: now() + messageLifeSeconds,
      };
      const messages = messagesOf.get(conversationId) ?? new Map<number, StoredMessage>();
      messagesOf.set(conversationId, messages.set(message.turn, message));
      onKept?.();
      return { ...message };
    },
    async messages(conversationId, { before = Number.POSITIVE_INFINITY, limit }) {
      const found = [...(messagesOf.get(conversationId)?.values() ?? [])]
        .filter(({ turn, expiresAt }) => turn < before && expiresAt > now())
        .sort((one, other) => one.turn - other.turn);
      return { messages: structuredClone(found.slice(-limit)), hasMore: found.length > limit };
    },
    async learn(owner, conversationId, facts) {
      const head = live(owner, conversationId);
      if (head) change(head, { facts: changedFacts(head.facts, facts) });
      return head !== undefined;
    },
    async patch(owner, conversationId, expected, { lastReadTurn = 0, ...facts }) {
      const head = live(owner, conversationId);
      if (!head) return undefined;
      const isExpected = head.turn === expected.turn && (expected.version ?? head.version) === head.version;
      if (!isExpected) return { outcome: "conflict", conversation: shown(head) };
      const next = patched(head, facts, lastReadTurn);
      if (next) change(head, next);
      return { outcome: "changed", conversation: shown(head) };
    },
    async list(owner) {
      const { heads, current } = itemsOf(owner);
      return [...new Set([...heads.keys(), ...(current === undefined ? [] : [current])])];
    },
    async mark(owner, conversationId) {
      const head = itemsOf(owner).heads.get(conversationId);
      if (head) head.isMarked = true;
    },
    async remove(owner, conversationId) {
      const items = itemsOf(owner);
      if (items.heads.get(conversationId)?.isMarked === false) return { messages: 0, heads: 0 };
      const messages = messagesOf.get(conversationId)?.size ?? 0;
      messagesOf.delete(conversationId);
      if (items.current === conversationId) items.current = undefined;
      return { messages, heads: items.heads.delete(conversationId) ? 1 : 0 };
    },
    async count(owner, conversationId) {
      const { heads, current } = itemsOf(owner);
      const messages = messagesOf.get(conversationId)?.size ?? 0;
      return messages + (heads.has(conversationId) ? 1 : 0) + (current === conversationId ? 1 : 0);
    },
  };
}

function shown({ isMarked: _, ...conversation }: Head): Conversation {
  return structuredClone(conversation);
}
