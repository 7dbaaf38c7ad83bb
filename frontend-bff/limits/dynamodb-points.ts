import { DynamoDB, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { RateLimiterDynamo } from "rate-limiter-flexible";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { flexiblePoints } from "./flexible-points.ts";
import type { PointStore } from "./point-store.ts";

/** A limit is not worth waiting for: what is not counted by then counts as not countable. */
const requestHandler = { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true };
const maxAttempts = 2;

interface Options {
  config: Pick<DynamoDBClientConfig, "region" | "endpoint">;
  /** `rate-limits-{env}`. */
  tableName: string;
  clock: Clock;
}

/** Points in the table that all processes share. */
export function createDynamodbPoints({ config, tableName, clock }: Options): {
  points: PointStore;
  close: () => void;
} {
  // The library wants the aggregated client.
  const client = new DynamoDB({ ...config, requestHandler, maxAttempts });
  const points = flexiblePoints(
    ({ most, windowSeconds }) =>
      new OneTripLimiter({ client, tableName, clock, points: most, duration: windowSeconds }),
  );
  return { points, close: () => client.destroy() };
}

/**
 * The library's limiter with one write a point instead of two. It has to find out first whether a key's window is over; our
 * keys are of one window each, so a plain addition does. The item's form is the library's own.
 */
class OneTripLimiter extends RateLimiterDynamo {
  readonly #client: DynamoDB;
  readonly #table: string;
  readonly #clock: Clock;

  constructor({
    client,
    tableName,
    clock,
    ...limit
  }: { client: DynamoDB; tableName: string; clock: Clock; points: number; duration: number }) {
    // The table and its life are the infrastructure's; without these two the library would set them at the start.
    super({ storeClient: client, tableName, tableCreated: true, ttlSet: true, keyPrefix: "", ...limit });
    this.#client = client;
    this.#table = tableName;
    this.#clock = clock;
  }

  /** The library's one writing step. */
  async _upsert(key: string, points: number, durationMs: number) {
    const { Attributes } = await this.#client.updateItem({
      TableName: this.#table,
      Key: { key: { S: key } },
      UpdateExpression: "SET expire = if_not_exists(expire, :expire) ADD points :points",
      ExpressionAttributeValues: {
        ":points": { N: String(points) },
        ":expire": { N: String(nowSeconds(this.#clock) + Math.ceil(durationMs / 1000)) },
      },
      ReturnValues: "ALL_NEW",
    });
    return { key, points: Number(Attributes?.points?.N), expire: Number(Attributes?.expire?.N) };
  }
}
