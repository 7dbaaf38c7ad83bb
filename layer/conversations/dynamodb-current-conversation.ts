import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { unlessConditionFails } from "#layer/tables/conditional-write.ts";
import { type HeadItem, partitionOf, pointerItem, pointerKey, readHead } from "./conversation-items.ts";
import type { Conversation, ConversationOwner } from "./conversation-store.ts";
import { factsLifeSeconds, pointerLifeSeconds } from "./lifetimes.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  /** Epoch seconds. */
  now: () => number;
}

type GetLive = (owner: ConversationOwner, conversationId: string) => Promise<Conversation | undefined>;

/**
 * A customer's pointer to the current one of their conversations: an item beside the heads. A head is made before the
 * pointer moves to it, so that a pointer never shows to one that is still to come; who loses the race for the pointer
 * takes their head back.
 */
export function createDynamodbCurrentConversation({ documents, tableName: TableName, now }: Options) {
  const keyOf = (owner: ConversationOwner, sortKey = pointerKey) => ({
    tenant_customer: partitionOf(owner),
    conversation_id: sortKey,
  });

  async function read(owner: ConversationOwner): Promise<string | undefined> {
    const { Item } = await documents.send(
      new GetCommand({ TableName, Key: keyOf(owner), ConsistentRead: true }),
    );
    return Item && pointerItem.parse(Item).current;
  }

  /** Moves the pointer, if it still shows where it did; the same end as before gives it a new life. */
  async function point(owner: ConversationOwner, from: string | undefined, to: string): Promise<boolean> {
    const moved = await unlessConditionFails(() =>
      documents.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(owner),
          UpdateExpression: "SET #current = :to, #ttl = :end",
          ConditionExpression: from === undefined ? "attribute_not_exists(#current)" : "#current = :from",
          ExpressionAttributeNames: { "#current": "current", "#ttl": "ttl" },
          ExpressionAttributeValues: {
            ":to": to,
            ":end": now() + pointerLifeSeconds,
            ...(from !== undefined && { ":from": from }),
          },
        }),
      ),
    );
    return moved !== undefined;
  }

  async function makeHead(owner: ConversationOwner, freshId: string): Promise<Conversation> {
    const head: HeadItem = {
      ...keyOf(owner, freshId),
      version: 1,
      turn: 0,
      last_read_turn: 0,
      facts: {},
      created_at: now(),
      updated_at: now(),
      ttl: now() + factsLifeSeconds,
    };
    await documents.send(
      new PutCommand({
        TableName,
        Item: head,
        ConditionExpression: "attribute_not_exists(conversation_id)",
      }),
    );
    return readHead(head);
  }

  return {
    /** See the port. Ends when the pointer stands: each further try means that somebody else has moved it. */
    async open(owner: ConversationOwner, freshId: string, getLive: GetLive): Promise<Conversation> {
      while (true) {
        const shown = await read(owner);
        const live = shown === undefined ? undefined : await getLive(owner, shown);
        if (live && shown !== undefined) {
          if (await point(owner, shown, shown)) return live;
          continue;
        }
        const head = await makeHead(owner, freshId);
        if (await point(owner, shown, freshId)) return head;
        await documents.send(new DeleteCommand({ TableName, Key: keyOf(owner, freshId) }));
      }
    },

    async isCurrent(owner: ConversationOwner, conversationId: string): Promise<boolean> {
      return (await read(owner)) === conversationId;
    },

    /** Deletes the pointer, if it shows to that conversation. */
    async forget(owner: ConversationOwner, conversationId: string): Promise<void> {
      await unlessConditionFails(() =>
        documents.send(
          new DeleteCommand({
            TableName,
            Key: keyOf(owner),
            ConditionExpression: "#current = :id",
            ExpressionAttributeNames: { "#current": "current" },
            ExpressionAttributeValues: { ":id": conversationId },
          }),
        ),
      );
    },

    /** The ids of all heads, and of the one that the pointer shows to, be it there or not. */
    async list(owner: ConversationOwner): Promise<string[]> {
      const found = new Set<string>();
      let from: QueryCommandInput["ExclusiveStartKey"];
      do {
        const { Items = [], LastEvaluatedKey } = await documents.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "tenant_customer = :owner",
            ExpressionAttributeValues: { ":owner": partitionOf(owner) },
            ConsistentRead: true,
            ExclusiveStartKey: from,
          }),
        );
        for (const item of Items) found.add(String(item.current ?? item.conversation_id));
        from = LastEvaluatedKey;
      } while (from);
      return [...found];
    },
  };
}
