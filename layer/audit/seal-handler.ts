import { paginateScan } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { wallClock } from "#layer/clock.ts";
import { awsClientConfig, environmentName, readConfig } from "#layer/config.ts";
import { AppError } from "#layer/errors.ts";
import { jsonLog } from "#layer/observability/log.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbAuditRows } from "./dynamodb-audit-rows.ts";
import { type SealReport, sealDue } from "./seal-due.ts";

const sealConfig = z.object({ ENVIRONMENT: environmentName });
const tenantRow = z.object({ client_id: z.string() });

/**
 * The job that seals the audit log as a Lambda, to be called by a schedule once a day, at least a quarter of an hour after
 * midnight UTC. What a run did not come to, the next one does.
 * @throws ConfigError naming each missing or malformed variable; AppError `seal_failed` when a tenant could not be sealed, so that
 *   the schedule's alarm hears of it
 */
export async function handler(): Promise<SealReport> {
  const { ENVIRONMENT } = readConfig(sealConfig, process.env);
  const { documents, close } = createDynamodbDocuments(awsClientConfig(process.env, "DYNAMODB"));
  const log = jsonLog(
    (line) => process.stdout.write(line),
    () => new Date(wallClock.nowMs()).toISOString(),
    { service: "audit-seal" },
  );
  async function* clientIds() {
    const pages = paginateScan(
      { client: documents },
      { TableName: tableName(tables.tenants, ENVIRONMENT), ProjectionExpression: "client_id" },
    );
    for await (const { Items = [] } of pages) for (const row of Items) yield tenantRow.parse(row).client_id;
  }
  try {
    const rows = createDynamodbAuditRows({
      documents,
      tableName: tableName(tables.auditLog, ENVIRONMENT),
    });
    const onFailed = (tenant: string, error: unknown) =>
      log("error", "seal-failed", { tenant, error: error instanceof Error ? error.name : typeof error });
    const report = await sealDue({ rows, clock: wallClock, onFailed }, clientIds());
    log("info", "seal-end", { count: report.days });
    if (report.failed > 0) throw new AppError("seal_failed", `${report.failed} tenants could not be sealed`);
    return report;
  } finally {
    close();
  }
}
