import * as z from "zod";
import { conversationFacts } from "#layer/domain/conversation-facts.ts";
import type { Conversation, ConversationOwner, StoredMessage } from "./conversation-store.ts";

/** A conversation's head as the table holds it; `ttl` in epoch seconds. */
export const headItem = z.object({
  tenant_customer: z.string(),
  conversation_id: z.string(),
  version: z.number().int().positive(),
  turn: z.number().int().nonnegative(),
  last_read_turn: z.number().int().nonnegative(),
  facts: conversationFacts,
  created_at: z.number().int(),
  updated_at: z.number().int(),
  ttl: z.number().int(),
  /** Set once, when its removal begins. */
  marked: z.literal(true).optional(),
});
export type HeadItem = z.infer<typeof headItem>;

/** Which conversation is a customer's current one; stands beside the heads under a sort key that no conversation has. */
export const pointerItem = z.object({ conversation_id: z.literal("current"), current: z.string() });
export const pointerKey = "current";

const messageItem = z.object({
  conversation_id: z.string(),
  turn: z.number().int().positive(),
  role: z.enum(["user", "assistant"]),
  text: z.string(),
  message_id: z.string(),
  at: z.number().int(),
  ttl: z.number().int(),
});

/** The partition of one customer. Tenant ids hold no `#`, so two customers never share one. */
export function partitionOf({ clientId, customerId }: ConversationOwner): string {
  return `${clientId}#${customerId}`;
}

/** The head, unless it is marked or past its end. @throws ZodError when the row is not one of ours */
export function readLiveHead(item: unknown, now: number): Conversation | undefined {
  const head = item === undefined ? undefined : headItem.parse(item);
  return head && !head.marked && head.ttl > now ? readHead(head) : undefined;
}

export function readHead(head: HeadItem): Conversation {
  return {
    conversationId: head.conversation_id,
    version: head.version,
    turn: head.turn,
    lastReadTurn: head.last_read_turn,
    facts: head.facts,
    createdAt: head.created_at,
    updatedAt: head.updated_at,
    expiresAt: head.ttl,
  };
}

/** The stored row as a message. @throws ZodError when the row is not one of ours */
export function readMessage(item: unknown): StoredMessage {
  const { role, text, message_id, turn, at, ttl } = messageItem.parse(item);
  return { role, text, messageId: message_id, turn, at, expiresAt: ttl };
}

export function writeMessage(
  conversationId: string,
  { role, text, messageId, turn, at, expiresAt }: StoredMessage,
): z.infer<typeof messageItem> {
  return { conversation_id: conversationId, turn, role, text, message_id: messageId, at, ttl: expiresAt };
}
