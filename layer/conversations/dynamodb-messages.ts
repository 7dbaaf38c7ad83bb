import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { readMessage, writeMessage } from "./conversation-items.ts";
import type { MessagePage, NewMessage, StoredMessage } from "./conversation-store.ts";
import { messageLifeSeconds } from "./lifetimes.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  /** Epoch seconds. */
  now: () => number;
}

/** The items of `recent-messages-{env}`: one a message, under its conversation and number. */
export function createDynamodbMessages({ documents, tableName: TableName, now }: Options) {
  const remove = (conversationId: string, turn: number) =>
    documents.send(new DeleteCommand({ TableName, Key: { conversation_id: conversationId, turn } }));

  function query(conversationId: string, input: Partial<QueryCommandInput>) {
    const { ExpressionAttributeValues, KeyConditionExpression, ...more } = input;
    return documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: ["conversation_id = :id", KeyConditionExpression]
          .filter(Boolean)
          .join(" AND "),
        ExpressionAttributeValues: { ":id": conversationId, ...ExpressionAttributeValues },
        ConsistentRead: true,
        ...more,
      }),
    );
  }

  return {
    /** @throws ConditionalCheckFailedException when that number is taken, which no caller's ever is */
    async put(conversationId: string, turn: number, message: NewMessage): Promise<StoredMessage> {
      const at = now();
      const { role, text, messageId } = message;
      const stored = { role, text, messageId, turn, at, expiresAt: at + messageLifeSeconds };
      await documents.send(
        new PutCommand({
          TableName,
          Item: writeMessage(conversationId, stored),
          ConditionExpression: "attribute_not_exists(conversation_id)",
        }),
      );
      return stored;
    },

    remove,

    async page(
      conversationId: string,
      { before, limit }: { before?: number; limit: number },
    ): Promise<MessagePage> {
      const { Items = [], LastEvaluatedKey } = await query(conversationId, {
        ...(before !== undefined && {
          KeyConditionExpression: "turn < :before",
          ExpressionAttributeValues: { ":before": before },
        }),
        ScanIndexForward: false,
        Limit: limit + 1,
      });
      const live = Items.map(readMessage).filter(({ expiresAt }) => expiresAt > now());
      // A page of long messages ends at DynamoDB's one megabyte, whatever was asked for.
      const isCut = LastEvaluatedKey !== undefined && live.length === Items.length;
      return { messages: live.slice(0, limit).reverse(), hasMore: live.length > limit || isCut };
    },

    /** All of them, expired ones too; answers how many there were. */
    async removeAll(conversationId: string): Promise<number> {
      let removed = 0;
      while (true) {
        const { Items = [] } = await query(conversationId, { ProjectionExpression: "turn", Limit: 25 });
        if (Items.length === 0) return removed;
        await Promise.all(Items.map(({ turn }) => remove(conversationId, Number(turn))));
        removed += Items.length;
      }
    },

    async count(conversationId: string): Promise<number> {
      let counted = 0;
      let from: QueryCommandInput["ExclusiveStartKey"];
      do {
        const answer = await query(conversationId, { Select: "COUNT", ExclusiveStartKey: from });
        counted += answer.Count ?? 0;
        from = answer.LastEvaluatedKey;
      } while (from);
      return counted;
    },
  };
}
