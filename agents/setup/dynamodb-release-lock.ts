import { ConditionalCheckFailedException, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { missingReleasesTable } from "./dynamodb-missing-table.ts";
import type { Lease, ReleaseLock } from "./release-lock.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
}

/** No release has such an id, and without an environment the item is in no list of releases. */
const place = { release_id: "lock" };
const item = z.object({ holder: z.string(), since_ms: z.number(), until_ms: z.number() });

/**
 * The lock as one item of `agent-releases-{env}`, changed by conditional writes only.
 * @throws ConfigError when there is no such table
 */
export function createDynamodbReleaseLock({ documents, tableName }: Options): ReleaseLock {
  const row = { TableName: tableName, Key: place };

  /** Whether the condition held. */
  async function update(change: Omit<UpdateCommandInput, "TableName" | "Key">): Promise<boolean> {
    try {
      await documents.send(new UpdateCommand({ ...row, ...change }));
      return true;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) throw missingReleasesTable(error);
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  const write = ({ holder, sinceMs, untilMs }: Lease) => ({
    UpdateExpression: "SET holder = :holder, since_ms = :since, until_ms = :until",
    ExpressionAttributeValues: { ":holder": holder, ":since": sinceMs, ":until": untilMs },
  });

  return {
    async take(lease) {
      const ConditionExpression = "attribute_not_exists(holder) OR until_ms < :since";
      if (await update({ ...write(lease), ConditionExpression })) return undefined;
      const { Item } = await documents.send(new GetCommand({ ...row, ConsistentRead: true }));
      const held = item.safeParse(Item);
      // Given back between the two calls: whoever asked may ask again at once.
      if (!held.success) return { ...lease, untilMs: lease.sinceMs };
      const { holder, since_ms: sinceMs, until_ms: untilMs } = held.data;
      return { holder, sinceMs, untilMs };
    },
    extend: (lease) => update({ ...write(lease), ConditionExpression: "holder = :holder" }),
    async give(holder) {
      await update({
        UpdateExpression: "REMOVE holder, since_ms, until_ms",
        ConditionExpression: "holder = :holder",
        ExpressionAttributeValues: { ":holder": holder },
      });
    },
  };
}
