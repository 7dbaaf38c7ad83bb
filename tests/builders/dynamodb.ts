import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { startEmbeddedDynamodb } from "#local/dynamodb/embedded-dynamodb.ts";

/** A document client that reaches a database as production's does. */
export function documentsOf(endpoint: string) {
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return { documents, close: () => client.destroy() };
}

/** An embedded DynamoDB on a free port with all tables, and a document client for it. */
export async function startTestDynamodb() {
  const database = await startEmbeddedDynamodb({ port: 0, environment: "dev" });
  const { documents, close } = documentsOf(database.url);
  return {
    documents,
    url: database.url,
    async close() {
      close();
      await database.close();
    },
  };
}
