import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { AppError } from "#layer/errors.ts";
import { type TableDeclaration, tableName, tables } from "#layer/tables/tables.ts";

interface Options {
  /** 0: any free port. */
  port: number;
  environment: string;
  /** Where the data stays; in memory without it. */
  dataDir?: string | undefined;
}

/**
 * DynamoDB in this process (dynalite), with every table of `layer/tables` made. Not covered, as dynalite is: TTL
 * deletion, transactions, streams, PartiQL, capacity.
 *
 * @throws AppError `port_in_use`
 */
export async function startEmbeddedDynamodb({ port, environment, dataDir }: Options) {
  if (dataDir) mkdirSync(dataDir, { recursive: true });
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(dataDir && { path: dataDir }),
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new AppError("port_in_use", `port ${port} is in use`) : error),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createTables(url, environment);
  return {
    url,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function createTables(endpoint: string, environment: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const table of Object.values<TableDeclaration>(tables)) {
    const name = tableName(table, environment);
    if (!TableNames.includes(name)) await client.send(new CreateTableCommand(createTableInput(table, name)));
  }
  client.destroy();
}

function createTableInput({ partitionKey, sortKey, indexes = [] }: TableDeclaration, name: string) {
  const keys = [partitionKey, ...(sortKey ? [sortKey] : []), ...indexes.map((index) => index.partitionKey)];
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key.name, AttributeType: key.type })),
    KeySchema: [
      { AttributeName: partitionKey.name, KeyType: "HASH" as const },
      ...(sortKey ? [{ AttributeName: sortKey.name, KeyType: "RANGE" as const }] : []),
    ],
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [{ AttributeName: index.partitionKey.name, KeyType: "HASH" as const }],
        Projection: { ProjectionType: index.projection },
      })),
    }),
  };
}
