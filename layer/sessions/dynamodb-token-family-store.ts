import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import { isWritten } from "#layer/tables/conditional-write.ts";
import { readTokenFamilyItem, writeTokenFamilyItem } from "./token-family-item.ts";
import type { TokenFamily, TokenFamilyStore } from "./token-family-store.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
}

interface Change {
  update: string;
  condition?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

const isLive = "attribute_exists(session_id) AND attribute_not_exists(revoked_at) AND #ttl > :now";

/** Token families in the table `session-tokens-{env}`. */
export function createDynamodbTokenFamilyStore({ documents, tableName, clock }: Options): TokenFamilyStore {
  const now = () => nowSeconds(clock);
  const keyOf = (sessionId: string, clientId: string) => ({ session_id: sessionId, tenant: clientId });

  function change(sessionId: string, clientId: string, { update, condition, names, values }: Change) {
    return isWritten(() =>
      documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: keyOf(sessionId, clientId),
          UpdateExpression: update,
          ConditionExpression: [isLive, condition].filter(Boolean).join(" AND "),
          ExpressionAttributeNames: { "#ttl": "ttl", ...names },
          ExpressionAttributeValues: { ":now": now(), ...values },
        }),
      ),
    );
  }

  return {
    async create(family) {
      const row: TokenFamily = {
        ...family,
        generation: 1,
        parent: undefined,
        requestCount: 0,
        lastUsedAt: now(),
        revokedAt: undefined,
      };
      const made = await isWritten(() =>
        documents.send(
          new PutCommand({
            TableName: tableName,
            Item: writeTokenFamilyItem(row),
            ConditionExpression: "attribute_not_exists(session_id)",
          }),
        ),
      );
      if (!made) throw new AppError("session_exists", "that session has its tokens");
      return row;
    },

    async get(sessionId, clientId) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: tableName, Key: keyOf(sessionId, clientId), ConsistentRead: true }),
      );
      if (!Item) return undefined;
      const family = readTokenFamilyItem(Item);
      return family.absoluteEnd > now() ? family : undefined;
    },

    rotate: (sessionId, clientId, { generation, next, rotatedAtMs }) =>
      change(sessionId, clientId, {
        update: "SET #parent = #head, #head = :next, #generation = :after, rotated_at_ms = :at",
        condition: "#generation = :before",
        names: { "#parent": "parent", "#head": "head", "#generation": "generation" },
        values: { ":next": next, ":before": generation, ":after": generation + 1, ":at": rotatedAtMs },
      }),

    use: (sessionId, clientId) =>
      change(sessionId, clientId, {
        update: "SET last_used = :now ADD request_count :one",
        values: { ":one": 1 },
      }),

    // Also one past its end: a clock that is wrong there must not keep a revocation out.
    revoke: (sessionId, clientId) =>
      isWritten(() =>
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: keyOf(sessionId, clientId),
            UpdateExpression: "SET revoked_at = :now",
            ConditionExpression: "attribute_exists(session_id) AND attribute_not_exists(revoked_at)",
            ExpressionAttributeValues: { ":now": now() },
          }),
        ),
      ),

    async *listSessions(clientId, customerId) {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: tableName,
          IndexName: "by-tenant",
          KeyConditionExpression:
            customerId === undefined ? "#tenant = :tenant" : "#tenant = :tenant AND customer = :customer",
          ExpressionAttributeNames: { "#tenant": "tenant" },
          ExpressionAttributeValues: {
            ":tenant": clientId,
            ...(customerId !== undefined && { ":customer": customerId }),
          },
        },
      );
      for await (const { Items = [] } of pages) {
        for (const { session_id, customer } of Items) {
          yield { sessionId: String(session_id), customerId: String(customer) };
        }
      }
    },

    async remove(sessionId, clientId) {
      await documents.send(new DeleteCommand({ TableName: tableName, Key: keyOf(sessionId, clientId) }));
    },

    async exists(sessionId, clientId) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tableName,
          Key: keyOf(sessionId, clientId),
          ProjectionExpression: "session_id",
          ConsistentRead: true,
        }),
      );
      return Item !== undefined;
    },
  };
}
