import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { startEmbeddedDynamodb } from "#local/dynamodb/embedded-dynamodb.ts";

/** An embedded DynamoDB on a free port with all tables, and a document client that reaches it as production's does. */
export async function startTestDynamodb() {
  const database = await startEmbeddedDynamodb({ port: 0, environment: "dev" });
  const client = new DynamoDBClient({
    endpoint: database.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    documents,
    url: database.url,
    async close() {
      client.destroy();
      await database.close();
    },
  };
}
