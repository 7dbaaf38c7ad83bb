import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { type NoteStore, noteLifeSeconds } from "./note-store.ts";

const item = z.object({ text: z.string(), added_at: z.number().int() });

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
  newId: () => string;
}

/** Notes in `project-notes-{env}`: partition tenant#project, sort time#id, so that one query gives them in order. */
export function createDynamodbNoteStore({ documents, tableName, clock, newId }: Options): NoteStore {
  return {
    async add({ clientId, projectId }, { text, addedAt }) {
      await documents.send(
        new PutCommand({
          TableName: tableName,
          Item: {
            tenant_project: `${clientId}#${projectId}`,
            time_id: `${String(addedAt).padStart(12, "0")}#${newId()}`,
            text,
            added_at: addedAt,
            ttl: addedAt + noteLifeSeconds,
          },
          ConditionExpression: "attribute_not_exists(tenant_project)",
        }),
      );
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
  };
}
