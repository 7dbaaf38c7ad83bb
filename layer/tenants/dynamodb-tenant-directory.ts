import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Clock } from "#layer/clock.ts";
import { type Tenant, tenant } from "#layer/domain/tenant.ts";
import type { TenantDirectory } from "./tenant-directory.ts";

/** How old a record may be, so that a change needs no deployment. */
const cacheMs = 5_000;
/** Above this many, somebody is guessing keys, and what is kept is not worth its memory. */
const mostCached = 1_000;

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
}

/** Tenants' records in `tenants-{env}`, cached five seconds. A row that is not a valid record counts as unknown. */
export function createDynamodbTenantDirectory({ documents, tableName, clock }: Options): TenantDirectory {
  const cache = new Map<string, { found: Promise<Tenant | undefined>; until: number }>();

  function cached(key: string, load: () => Promise<unknown>): Promise<Tenant | undefined> {
    const now = clock.nowMs();
    const hit = cache.get(key);
    if (hit && hit.until > now) return hit.found;
    for (const [stale, { until }] of cache) if (until <= now) cache.delete(stale);
    if (cache.size >= mostCached) cache.clear();
    const found = load().then((row) => (row === undefined ? undefined : tenant.safeParse(row).data));
    cache.set(key, { found, until: now + cacheMs });
    found.catch(() => cache.delete(key));
    return found;
  }

  return {
    get: (clientId) =>
      cached(`id ${clientId}`, async () => {
        const { Item } = await documents.send(
          new GetCommand({ TableName: tableName, Key: { client_id: clientId } }),
        );
        return Item;
      }),
    getByPublicKey: (publicKey) =>
      cached(`key ${publicKey}`, async () => {
        const { Items } = await documents.send(
          new QueryCommand({
            TableName: tableName,
            IndexName: "by-public-key",
            KeyConditionExpression: "public_key = :key",
            ExpressionAttributeValues: { ":key": publicKey },
            Limit: 1,
          }),
        );
        return Items?.[0];
      }),
  };
}
