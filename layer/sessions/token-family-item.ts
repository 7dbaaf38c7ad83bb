import * as z from "zod";
import type { TokenFamily } from "./token-family-store.ts";

/** A family as the table holds it. `customer` puts it into the index by tenant, `ttl` lets DynamoDB delete it. */
const tokenFamilyItem = z.object({
  session_id: z.string(),
  tenant: z.string(),
  customer: z.string(),
  generation: z.number().int(),
  head: z.string(),
  parent: z.string().optional(),
  rotated_at_ms: z.number().int(),
  request_count: z.number().int(),
  last_used: z.number().int(),
  revoked_at: z.number().int().optional(),
  ttl: z.number().int(),
});

/** The stored row as a family. @throws ZodError when the row is not one of ours. */
export function readTokenFamilyItem(item: unknown): TokenFamily {
  const row = tokenFamilyItem.parse(item);
  return {
    sessionId: row.session_id,
    clientId: row.tenant,
    customerId: row.customer,
    generation: row.generation,
    head: row.head,
    parent: row.parent,
    rotatedAtMs: row.rotated_at_ms,
    requestCount: row.request_count,
    lastUsedAt: row.last_used,
    absoluteEnd: row.ttl,
    revokedAt: row.revoked_at,
  };
}

/** A family as the item to store. */
export function writeTokenFamilyItem(family: TokenFamily): z.infer<typeof tokenFamilyItem> {
  return {
    session_id: family.sessionId,
    tenant: family.clientId,
    customer: family.customerId,
    generation: family.generation,
    head: family.head,
    parent: family.parent,
    rotated_at_ms: family.rotatedAtMs,
    request_count: family.requestCount,
    last_used: family.lastUsedAt,
    revoked_at: family.revokedAt,
    ttl: family.absoluteEnd,
  };
}
