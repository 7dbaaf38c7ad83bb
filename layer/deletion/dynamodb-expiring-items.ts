import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
  type ScanCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { isWritten } from "#layer/tables/conditional-write.ts";
import { type TableDeclaration, tables } from "#layer/tables/tables.ts";
import type { ExpiringItem, ExpiringItems, ExpiringTable } from "./expiring-items.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  nameOf: (table: TableDeclaration) => string;
  /** Waits between two pages, so that a sweep takes no capacity from those who book. */
  pause: () => Promise<unknown>;
}

const keyValue = z.union([z.string(), z.number()]);
/** A page of so many items is some tens of kilobytes read. */
const pageSize = 200;

/** Every table by its declaration. Reads by scans: half a read unit for each 4 KB of a table, expired or not. */
export function createDynamodbExpiringItems({ documents, nameOf, pause }: Options): ExpiringItems {
  async function* scanPages(input: ScanCommandInput): AsyncGenerator<Record<string, unknown>[]> {
    let isFirst = true;
    for await (const { Items = [] } of paginateScan({ client: documents, pageSize }, input)) {
      if (!isFirst) await pause();
      isFirst = false;
      yield Items;
    }
  }

  /** Those with a message, less those whose oldest message seen is too young to judge. */
  async function conversationsWithMessages(writtenBefore: number): Promise<Set<string>> {
    const [settled, young] = [new Set<string>(), new Set<string>()];
    const input = { TableName: nameOf(tables.recentMessages), ProjectionExpression: "conversation_id, #at" };
    for await (const page of scanPages({ ...input, ExpressionAttributeNames: { "#at": "at" } })) {
      for (const { conversation_id, at } of page) {
        (Number(at) < writtenBefore ? settled : young).add(String(conversation_id));
      }
    }
    for (const conversationId of young) settled.delete(conversationId);
    return settled;
  }

  return {
    async *scan(table, endedBy) {
      const keys = keyNames(table);
      const names = Object.fromEntries([...keys, table.ttl].map((name, index) => [`#n${index}`, name]));
      const end = `#n${keys.length}`;
      const pages = scanPages({
        TableName: nameOf(table),
        ProjectionExpression: Object.keys(names).join(", "),
        // What never ends has no number there, or one that is no time.
        FilterExpression: endedBy === undefined ? `${end} > :zero` : `${end} > :zero AND ${end} <= :end`,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ":zero": 0, ...(endedBy !== undefined && { ":end": endedBy }) },
      });
      for await (const page of pages) yield page.map((item) => readItem(item, keys, table));
    },

    removeEnded: (table, key, endedBy) =>
      isWritten(() =>
        documents.send(
          new DeleteCommand({
            TableName: nameOf(table),
            Key: key,
            ConditionExpression: "#ttl <= :end",
            ExpressionAttributeNames: { "#ttl": table.ttl },
            ExpressionAttributeValues: { ":end": endedBy },
          }),
        ),
      ),

    // Messages first: a head is made before its messages, so one that the second scan does not find is not to come.
    async findOrphans(writtenBefore) {
      const orphans = await conversationsWithMessages(writtenBefore);
      if (orphans.size === 0) return [];
      const heads = scanPages({
        TableName: nameOf(tables.conversationSummaries),
        ProjectionExpression: "conversation_id",
        FilterExpression: "attribute_not_exists(marked)",
        ConsistentRead: true,
      });
      for await (const page of heads) {
        for (const { conversation_id } of page) orphans.delete(String(conversation_id));
      }
      return [...orphans];
    },

    async removeMessages(conversationId) {
      const TableName = nameOf(tables.recentMessages);
      const pages = paginateQuery(
        { client: documents },
        {
          TableName,
          KeyConditionExpression: "conversation_id = :id",
          ExpressionAttributeValues: { ":id": conversationId },
          ProjectionExpression: "conversation_id, turn",
          ConsistentRead: true,
        },
      );
      let removed = 0;
      for await (const { Items = [] } of pages) {
        for (const { conversation_id, turn } of Items) {
          await documents.send(new DeleteCommand({ TableName, Key: { conversation_id, turn } }));
          removed += 1;
        }
      }
      return removed;
    },
  };
}

function keyNames({ partitionKey, sortKey }: TableDeclaration): string[] {
  return [partitionKey.name, ...(sortKey ? [sortKey.name] : [])];
}

function readItem(
  item: Record<string, unknown>,
  keys: readonly string[],
  { ttl }: ExpiringTable,
): ExpiringItem {
  return {
    key: Object.fromEntries(keys.map((name) => [name, keyValue.parse(item[name])])),
    endsAt: z.number().parse(item[ttl]),
  };
}
