import { mkdirSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from "@aws-sdk/client-dynamodb";
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
  const becomeIdle = watchRequests(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await createTables(url, environment);
  return {
    url,
    async close() {
      await becomeIdle();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

const longestWaitMs = 2_000;

/**
 * When its store closes under a request, dynalite throws where nobody can catch it, and the process dies. The function that
 * comes back takes no new request and waits for those that are under way, even if their callers have gone.
 */
function watchRequests(server: Server): () => Promise<void> {
  const [handle] = server.listeners("request") as [(...args: unknown[]) => void];
  const running = new Set<object>();
  const idle = Promise.withResolvers<void>();
  let isClosing = false;
  const finish = (response: object) => {
    running.delete(response);
    if (isClosing && running.size === 0) idle.resolve();
  };
  server.removeAllListeners("request").on("request", (request, response) => {
    if (isClosing) return void request.socket.destroy();
    running.add(response);
    // Called at the end of each request, whether anybody still listens or not.
    const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
    response.end = (...args: unknown[]) => {
      finish(response);
      return end(...args);
    };
    request.once("close", () => {
      if (!request.complete) finish(response);
    });
    handle(request, response);
  });
  return async () => {
    isClosing = true;
    if (running.size > 0) await Promise.race([idle.promise, sleep(longestWaitMs, undefined, { ref: false })]);
  };
}

/** Makes every table of `layer/tables` that an endpoint has not, and waits until they take items. */
export async function createTables(endpoint: string, environment: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  for (const table of Object.values<TableDeclaration>(tables)) {
    const name = tableName(table, environment);
    if (TableNames.includes(name)) continue;
    await client.send(new CreateTableCommand(createTableInput(table, name)));
    await becomeActive(client, name);
  }
  client.destroy();
}

/** A table refuses items until it is active, dynalite's a moment after its making. */
async function becomeActive(client: DynamoDBClient, name: string): Promise<void> {
  let status: string | undefined;
  while (status !== "ACTIVE") {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    status = Table?.TableStatus;
  }
}

function createTableInput({ partitionKey, sortKey, indexes = [] }: TableDeclaration, name: string) {
  const keys = [{ partitionKey, sortKey }, ...indexes].flatMap((one) => [
    one.partitionKey,
    ...(one.sortKey ? [one.sortKey] : []),
  ]);
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST" as const,
    // Each once, whatever several indexes share: DynamoDB refuses a definition that comes twice.
    AttributeDefinitions: [...new Map(keys.map((key) => [key.name, key.type]))].map(([name, type]) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema({ partitionKey, sortKey }),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: index.projection },
      })),
    }),
  };
}

function keySchema({
  partitionKey,
  sortKey,
}: {
  partitionKey: TableDeclaration["partitionKey"];
  sortKey?: TableDeclaration["sortKey"];
}) {
  return [
    { AttributeName: partitionKey.name, KeyType: "HASH" as const },
    ...(sortKey ? [{ AttributeName: sortKey.name, KeyType: "RANGE" as const }] : []),
  ];
}
