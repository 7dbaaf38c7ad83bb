import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { tables } from "#layer/tables/tables.ts";
import { type NoteStore, noteLifeSeconds } from "./note-store.ts";

const item = z.object({ text: z.string(), added_at: z.number().int() });
const key = z.object({ tenant_project: z.string(), time_id: z.string() });

const [byCustomer] = tables.projectNotes.indexes;

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
  newId: () => string;
}

/**
 * Notes in `project-notes-{env}`: partition tenant#project, sort time#id, so that one query gives them in order. A customer's
 * own are found by the index `by-customer`, which is a moment behind the table.
 */
export function createDynamodbNoteStore({ documents, tableName, clock, newId }: Options): NoteStore {
  return {
    async add({ clientId, projectId }, { text, addedAt, customerId }) {
      const row = {
        tenant_project: `${clientId}#${projectId}`,
        time_id: `${String(addedAt).padStart(12, "0")}#${newId()}`,
      };
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            ...row,
            tenant_customer: `${clientId}#${customerId}`,
            text,
            added_at: addedAt,
            ttl: addedAt + noteLifeSeconds,
          },
          ConditionExpression: "attribute_not_exists(tenant_project)",
        }),
      );
      return idOf(row);
    },
    async list({ clientId, projectId }) {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: tableName,
          KeyConditionExpression: "tenant_project = :project",
          FilterExpression: "#ttl > :now",
          ExpressionAttributeNames: { "#ttl": "ttl" },
          ExpressionAttributeValues: { ":project": `${clientId}#${projectId}`, ":now": nowSeconds(clock) },
          ConsistentRead: true,
        },
      );
      const notes = [];
      for await (const { Items = [] } of pages) {
        for (const row of Items) {
          const { text, added_at } = item.parse(row);
          notes.push({ text, addedAt: added_at });
        }
      }
      return notes;
    },
    async listOf({ clientId, customerId }) {
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: tableName,
          IndexName: byCustomer.name,
          KeyConditionExpression: "tenant_customer = :customer",
          ExpressionAttributeValues: { ":customer": `${clientId}#${customerId}` },
        },
      );
      const ids = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map((row) => idOf(key.parse(row))));
      return ids;
    },
    async remove(noteId) {
      const { Attributes } = await documents.send(
        new DeleteCommand({ TableName: tableName, Key: keyOf(noteId), ReturnValues: "ALL_OLD" }),
      );
      return Attributes !== undefined;
    },
    async exists(noteId) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tableName,
          Key: keyOf(noteId),
          ConsistentRead: true,
          ProjectionExpression: "time_id",
        }),
      );
      return Item !== undefined;
    },
  };
}

/** Both halves of the key; the second one never holds a space. */
function idOf({ tenant_project, time_id }: z.infer<typeof key>): string {
  return `${tenant_project} ${time_id}`;
}

function keyOf(noteId: string): z.infer<typeof key> {
  const space = noteId.lastIndexOf(" ");
  return { tenant_project: noteId.slice(0, space), time_id: noteId.slice(space + 1) };
}
