import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { localRegion } from "./bedrock/arns.ts";

/** The sample tenants into an environment's table, so that the product finds them as it finds any tenant. */
export async function seedTenants(endpoint: string, environment: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: localRegion,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  for (const record of sampleTenants) {
    await documents.send(new PutCommand({ TableName: tableName(tables.tenants, environment), Item: record }));
  }
  client.destroy();
}
