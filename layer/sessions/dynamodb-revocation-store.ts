import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import { isWritten } from "#layer/tables/conditional-write.ts";
import { markLifeSeconds } from "./revocation-marks.ts";
import type { RevocationStore } from "./revocation-store.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
}

/** Two revocations can hinder each other once; who fails more often than this has met something else. */
const mostTries = 5;

/**
 * Revocation marks beside the token families in `session-tokens-{env}`: `#tenant` and `#customer#{subject}` in place of a session
 * id, which begins with `s_`. They have no `customer`, so the index by tenant does not show them.
 */
export function createDynamodbRevocationStore({ documents, tableName, clock }: Options): RevocationStore {
  const keyOf = (clientId: string, subject?: string) => ({
    session_id: subject === undefined ? "#tenant" : `#customer#${subject}`,
    tenant: clientId,
  });

  async function markAt(key: ReturnType<typeof keyOf>): Promise<number> {
    const { Item } = await documents.send(
      new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
    );
    return typeof Item?.mark === "number" ? Item.mark : 0;
  }

  /** `nextMark` in two conditional writes, of which one fits: to the clock's time, or one on from where it stands. */
  async function raise(key: ReturnType<typeof keyOf>): Promise<boolean> {
    const write = (expression: string, condition: string, values: Record<string, number>) =>
      isWritten(() =>
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: key,
            UpdateExpression: `SET mark = ${expression}, #ttl = :ttl`,
            ConditionExpression: condition,
            ExpressionAttributeNames: { "#ttl": "ttl" },
            ExpressionAttributeValues: { ...values, ":ttl": nowSeconds(clock) + markLifeSeconds },
          }),
        ),
      );
    return (
      (await write(":now", "attribute_not_exists(mark) OR mark < :now", { ":now": clock.nowMs() })) ||
      (await write("mark + :one", "attribute_exists(mark)", { ":one": 1 }))
    );
  }

  return {
    async read(clientId, subject) {
      const [tenant, customer] = await Promise.all([
        markAt(keyOf(clientId)),
        markAt(keyOf(clientId, subject)),
      ]);
      return { tenant, customer };
    },
    async revoke(clientId, subject) {
      for (let tries = 0; tries < mostTries; tries += 1) {
        if (await raise(keyOf(clientId, subject))) return;
      }
      throw new AppError("revocation_failed", "a revocation mark could not be set");
    },
  };
}
