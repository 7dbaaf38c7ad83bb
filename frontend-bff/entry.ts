import { createHttpBearerVerifier } from "#layer/auth/http-bearer-verifier.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { type Clock, wallClock } from "#layer/clock.ts";
import { awsClientConfig, readConfig } from "#layer/config.ts";
import { jsonLog, type Log } from "#layer/observability/log.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbTenantDirectory } from "#layer/tenants/dynamodb-tenant-directory.ts";
import {
  createBedrockAgentBackend,
  createBedrockRuntimeClient,
} from "./agent-backend/bedrock-agent-backend.ts";
import { type BffApp, createApp } from "./app.ts";
import { type BffConfig, bffConfig } from "./config.ts";
import type { Page } from "./page/page.ts";

/** What a host in the same process may bring along: `local/start` shares one clock and one log. */
export interface BffOverrides {
  clock?: Clock;
  log?: Log;
  /** The built page, to be served beside the API. */
  page?: Page;
}

/**
 * The BFF wired from its variables, with the AWS clients of production; their endpoints follow the SDK's own variables.
 * @throws ConfigError naming each missing or malformed variable
 */
export async function wireBff(
  env: Readonly<Record<string, string | undefined>>,
  overrides: BffOverrides = {},
): Promise<{ app: BffApp; config: BffConfig; log: Log; close: () => void }> {
  const config = readConfig(bffConfig, env);
  const { clock = wallClock } = overrides;
  const log = overrides.log ?? standardLog(clock);
  const { documents, close: closeTables } = createDynamodbDocuments(awsClientConfig(env, "DYNAMODB"));
  const bedrock = createBedrockRuntimeClient(awsClientConfig(env, "BEDROCK_AGENT_RUNTIME"));
  const [tokenRing, sealRing] = await Promise.all([
    openKeyRing("SESSION_TOKEN_KEYS", {
      json: config.SESSION_TOKEN_KEYS,
      secretArn: config.SESSION_TOKEN_KEYS_SECRET_ARN,
    }),
    openKeyRing("SESSION_SEAL_KEYS", {
      json: config.SESSION_SEAL_KEYS,
      secretArn: config.SESSION_SEAL_KEYS_SECRET_ARN,
    }),
  ]);
  const app = createApp(
    {
      sessions: createDynamodbSessionStore({ documents, tableName: config.DYNAMODB_SESSION_TABLE, clock }),
      tenants: createDynamodbTenantDirectory({
        documents,
        tableName: tableName(tables.tenants, config.ENVIRONMENT),
        clock,
      }),
      bearerVerifier: createHttpBearerVerifier({
        jwksUrl: config.PF360_JWKS_URL,
        issuer: config.PF360_ISSUER,
        audience: config.PF360_AUDIENCE,
        clock,
      }),
      tokenRing,
      sealRing,
      agentBackend: createBedrockAgentBackend({
        client: bedrock,
        agentId: config.SUPERVISOR_AGENT_ID,
        agentAliasId: config.SUPERVISOR_AGENT_ALIAS_ID,
        log,
      }),
      clock,
      log,
      newSessionId,
      newId,
    },
    overrides.page,
  );
  return {
    app,
    config,
    log,
    close() {
      bedrock.destroy();
      closeTables();
    },
  };
}

function standardLog(clock: Clock): Log {
  return jsonLog(
    (line) => process.stdout.write(line),
    () => new Date(clock.nowMs()).toISOString(),
    { service: "pf360-bff" },
  );
}
