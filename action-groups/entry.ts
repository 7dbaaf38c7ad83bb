import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { type Clock, wallClock } from "#layer/clock.ts";
import { awsClientConfig, portalLabel, readConfig } from "#layer/config.ts";
import { createDynamodbNoteStore } from "#layer/notes/dynamodb-note-store.ts";
import { jsonLog, type Log } from "#layer/observability/log.ts";
import { createPf360 } from "#layer/pf360/create-pf360.ts";
import { type Pf360, Pf360Error } from "#layer/pf360/pf360-client.ts";
import { createDynamodbRevocationStore } from "#layer/sessions/dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbTenantDirectory } from "#layer/tenants/dynamodb-tenant-directory.ts";
import type { AnyAction } from "./action.ts";
import { type ActionConfig, actionConfig } from "./config.ts";
import { createLambdaHandler, type LambdaHandler } from "./lambda-handler.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a host in the same process may bring along: `local/start` shares one clock, one log and one sample book. */
export interface HandlerOverrides {
  clock?: Clock;
  log?: Log;
  samplePf360?: Pf360;
}

/**
 * The Lambda handler of one action group, wired from its variables.
 * @throws ConfigError naming each missing or malformed variable
 */
export async function wireHandler(
  group: { name: string; actions: readonly AnyAction[] },
  env: Environment,
  overrides: HandlerOverrides = {},
): Promise<LambdaHandler> {
  const config = readConfig(actionConfig, env);
  const { clock = wallClock } = overrides;
  const log =
    overrides.log ??
    jsonLog(
      (line) => process.stdout.write(line),
      () => new Date(clock.nowMs()).toISOString(),
      {
        service: group.name,
      },
    );
  const { documents } = createDynamodbDocuments(awsClientConfig(env, "DYNAMODB"));
  const tableOf = (table: (typeof tables)[keyof typeof tables]) => tableName(table, config.ENVIRONMENT);
  return createLambdaHandler({
    actions: group.actions,
    sessions: createDynamodbSessionStore({ documents, tableName: config.DYNAMODB_SESSION_TABLE, clock }),
    tenants: createDynamodbTenantDirectory({ documents, tableName: tableOf(tables.tenants), clock }),
    notes: createDynamodbNoteStore({
      documents,
      tableName: tableOf(tables.projectNotes),
      clock,
      newId: () => newId("n"),
    }),
    audit: createDynamodbAuditLog({
      documents,
      tableName: tableOf(tables.auditLog),
      clock,
      release: config.RELEASE,
    }),
    revocations: createDynamodbRevocationStore({
      documents,
      tableName: tableOf(tables.sessionTokens),
      clock,
    }),
    pf360: await choosePf360(config, clock, overrides.samplePf360),
    sealRing: await openKeyRing("SESSION_SEAL_KEYS", {
      json: config.SESSION_SEAL_KEYS,
      secretArn: config.SESSION_SEAL_KEYS_SECRET_ARN,
      file: config.SESSION_SEAL_KEYS_FILE,
    }),
    clock,
    log,
    flags: { confirmSchedule: config.CONFIRM_SCHEDULE_FLAG, cancelSchedule: config.CANCEL_SCHEDULE_FLAG },
    portal: portalLabel(config.ENVIRONMENT),
    newId: () => newId("q"),
  });
}

/** The real API over HTTP; else sample data, which no production function can load; else nothing (design, decision 9). */
async function choosePf360(config: ActionConfig, clock: Clock, sample: Pf360 | undefined): Promise<Pf360> {
  if (config.USE_REAL_API && config.CUSTOMER_SCHEDULER_BASE_API_URL) {
    const { createHttpExchange } = await import("#layer/pf360/http-exchange.ts");
    const timeoutMs = config.API_TIMEOUT * 1000;
    return createPf360(
      createHttpExchange({ baseUrl: config.CUSTOMER_SCHEDULER_BASE_API_URL, timeoutMs, clock }),
    );
  }
  if (config.ENVIRONMENT === "prod") {
    return createPf360({ send: () => Promise.reject(new Pf360Error("unavailable")) });
  }
  if (sample) return sample;
  const { createSamplePf360, createSampleEngine } = await import("#layer/pf360/sample-pf360-client.ts");
  return createSamplePf360(createSampleEngine({ clock }));
}

/** Lambda's own entry: wires at the first call, so that a missing variable is that call's error and is logged by Lambda. */
export function lazyHandler(wire: () => Promise<LambdaHandler>): LambdaHandler {
  let wired: Promise<LambdaHandler> | undefined;
  return async (event, context) => {
    wired ??= wire();
    const handler = await wired.catch((error: unknown) => {
      wired = undefined;
      throw error;
    });
    return handler(event, context);
  };
}
