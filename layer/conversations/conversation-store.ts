import type { ConversationFacts, FactsChange } from "#layer/domain/conversation-facts.ts";

/** Whose conversation it is; always from the token, never from a request. */
export interface ConversationOwner {
  clientId: string;
  customerId: string;
}

/** The head of a conversation. Times in epoch seconds. */
export interface Conversation {
  conversationId: string;
  /** Rises by one with every change of the head; the ETag. */
  version: number;
  /** The number of the newest message, counted from 1; 0 while there is none. Numbers are given once and never again. */
  turn: number;
  /** The newest message that the customer has seen, on any of their pages. */
  lastReadTurn: number;
  facts: ConversationFacts;
  createdAt: number;
  updatedAt: number;
  /** Seven days after the last change. */
  expiresAt: number;
}

export interface NewMessage {
  role: "user" | "assistant";
  /** Scrubbed already; the store keeps what it is given. */
  text: string;
  /** A customer's message has the client's id, an answer its run's. */
  messageId: string;
}

/** A message as it is kept, 24 hours. */
export interface StoredMessage extends NewMessage {
  turn: number;
  /** Epoch seconds. */
  at: number;
  expiresAt: number;
}

/** A page of messages, oldest first. */
export interface MessagePage {
  messages: StoredMessage[];
  /** There are older ones: ask again with `before` = the first one's turn. */
  hasMore: boolean;
}

/**
 * Conversations: a head with its facts (7 days) and the recent messages, one item each (24 hours). A customer has one
 * current conversation, whatever the number of sessions. Reads are consistent and never give what has expired or is being
 * removed, whatever the table's own deletion does. Every write is one conditional write of one item; a message's writer
 * reads the head again after its write and takes its item back when the head is marked or gone, so that nothing outlives a
 * removal. The cost of each call but `remove` and `count` is constant in the length of the conversation.
 */
export interface ConversationStore {
  /** The owner's current conversation; a new one under `freshId` when there is none. Two at once get the same. */
  open(owner: ConversationOwner, freshId: string): Promise<Conversation>;
  get(owner: ConversationOwner, conversationId: string): Promise<Conversation | undefined>;
  /**
   * Gives the next number out and keeps the message under it. Undefined when the conversation is gone, expired or marked;
   * then nothing is left behind. `onKept` is told as soon as the message is in the table and only the head is to be read
   * again: work that needs the message kept need not wait for that.
   */
  append(
    owner: ConversationOwner,
    conversationId: string,
    message: NewMessage,
    listener?: { onKept?: () => void },
  ): Promise<StoredMessage | undefined>;
  /** The newest messages before that number (all when absent), at most `limit`. Ownership is the caller's: `get` first. */
  messages(conversationId: string, page: { before?: number; limit: number }): Promise<MessagePage>;
  /** Changes the facts; false when the conversation is gone, expired or marked. @throws ZodError for other than facts */
  learn(owner: ConversationOwner, conversationId: string, change: FactsChange): Promise<boolean>;
  /**
   * What a client may set, if `turn` is still the newest number (and `version`, where given, the version): the changed head;
   * `conflict` with the present head; undefined when gone. `lastReadTurn` only rises, up to `turn`. What changes nothing is not written.
   */
  patch(
    owner: ConversationOwner,
    conversationId: string,
    expected: { turn: number; version?: number },
    change: Pick<FactsChange, "language" | "open_question"> & { lastReadTurn?: number },
  ): Promise<{ outcome: "changed" | "conflict"; conversation: Conversation } | undefined>;

  /** All the owner's conversations there are items of, expired and marked ones too. */
  list(owner: ConversationOwner): Promise<string[]>;
  /** Marks the head: from now on the conversation is gone for every reader and writer. May be called again. */
  mark(owner: ConversationOwner, conversationId: string): Promise<void>;
  /** Deletes the items of a marked conversation, messages first, head last. May be called again; leaves an unmarked one. */
  remove(owner: ConversationOwner, conversationId: string): Promise<{ messages: number; heads: number }>;
  /** How many items there are of it, by a consistent read, expired and marked ones too. */
  count(owner: ConversationOwner, conversationId: string): Promise<number>;
}
