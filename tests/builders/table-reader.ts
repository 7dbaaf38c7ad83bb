import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { tableName, tables } from "#layer/tables/tables.ts";

/** Every item of every table, by the table's name; small test tables, one page each. */
export async function readTables(
  endpoint: string,
  environment = "dev",
): Promise<Map<string, Record<string, unknown>[]>> {
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const documents = DynamoDBDocumentClient.from(client);
  const all = new Map<string, Record<string, unknown>[]>();
  for (const table of Object.values(tables)) {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new ScanCommand({ TableName: tableName(table, environment), ConsistentRead: true }),
    );
    if (LastEvaluatedKey) throw new Error(`${table.name} has more than one page`);
    all.set(table.name, Items);
  }
  client.destroy();
  return all;
}

/** A session's row as the table holds it. */
export async function sessionRowOf(
  endpoint: string,
  sessionId: string,
): Promise<Record<string, unknown> | undefined> {
  const rows = (await readTables(endpoint)).get(tables.sessions.name);
  return rows?.find(({ session_id }) => session_id === sessionId);
}
