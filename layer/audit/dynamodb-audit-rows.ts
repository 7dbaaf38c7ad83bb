import { type DynamoDBDocumentClient, PutCommand, paginateQuery, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { isWritten } from "#layer/tables/conditional-write.ts";
import { tables } from "#layer/tables/tables.ts";
import type { AuditRows } from "./audit-rows.ts";

export interface DynamodbAuditRowsOptions {
  documents: DynamoDBDocumentClient;
  tableName: string;
}

const [byTenantDay] = tables.auditLog.indexes;

/** Rows in `audit-log-{env}`; every write is one PutItem on condition that nothing is there. */
export function createDynamodbAuditRows({ documents, tableName }: DynamodbAuditRowsOptions): AuditRows {
  return {
    async head(tenantSession) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName,
          KeyConditionExpression: "tenant_session = :chain",
          ExpressionAttributeValues: { ":chain": tenantSession },
          ScanIndexForward: false,
          Limit: 1,
          ConsistentRead: true,
        }),
      );
      return Items[0];
    },
    insert: (row) =>
      isWritten(() =>
        documents.send(
          new PutCommand({
            TableName: tableName,
            Item: row,
            ConditionExpression: "attribute_not_exists(tenant_session)",
          }),
        ),
      ),
    async *read(tenantSession, from = 0, to = Number.MAX_SAFE_INTEGER) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: "tenant_session = :chain AND seq BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":chain": tenantSession, ":from": from, ":to": to },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client: documents }, query)) yield* Items;
    },
    async *ofDay(tenantDay) {
      const query = {
        TableName: tableName,
        IndexName: byTenantDay.name,
        KeyConditionExpression: "tenant_day = :day",
        ExpressionAttributeValues: { ":day": tenantDay },
      };
      for await (const { Items = [] } of paginateQuery({ client: documents }, query)) {
        yield* Items.map(({ tenant_session, seq }) => ({
          tenantSession: String(tenant_session),
          seq: Number(seq),
        }));
      }
    },
  };
}
