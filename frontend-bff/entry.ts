import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { createHttpBearerVerifier } from "#layer/auth/http-bearer-verifier.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { type Clock, wallClock } from "#layer/clock.ts";
import { awsClientConfig, readConfig } from "#layer/config.ts";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import { createDynamodbNoteStore } from "#layer/notes/dynamodb-note-store.ts";
import type { Counters } from "#layer/observability/counters.ts";
import { jsonLog, type Log } from "#layer/observability/log.ts";
import { createMemoryCounters } from "#layer/observability/memory-counters.ts";
import { createDynamodbRevocationStore } from "#layer/sessions/dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { createDynamodbTokenFamilyStore } from "#layer/sessions/dynamodb-token-family-store.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { isLoopback } from "#layer/tables/resolve-database.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbTenantDirectory } from "#layer/tenants/dynamodb-tenant-directory.ts";
import {
  createBedrockAgentBackend,
  createBedrockRuntimeClient,
} from "./agent-backend/bedrock-agent-backend.ts";
import { type BffApp, createApp } from "./app.ts";
import { type BffConfig, bffConfig } from "./config.ts";
import { createDynamodbPoints } from "./limits/dynamodb-points.ts";
import { createMemoryPoints } from "./limits/memory-points.ts";
import { createRateLimits, type RateLimits, unlimited } from "./limits/rate-limits.ts";
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
): Promise<{ app: BffApp; config: BffConfig; log: Log; counters: Counters; close: () => void }> {
  const config = readConfig(bffConfig, env);
  const { clock = wallClock } = overrides;
  const log = overrides.log ?? standardLog(clock);
  const { documents, close: closeTables } = createDynamodbDocuments(awsClientConfig(env, "DYNAMODB"));
  const bedrock = createBedrockRuntimeClient(awsClientConfig(env, "BEDROCK_AGENT_RUNTIME"));
  const tokenTable = tableName(tables.sessionTokens, config.ENVIRONMENT);
  const rings = await openKeyRings(config);
  const counters = createMemoryCounters({ log });
  const { limits, close: closeLimits } = openRateLimits(config, env, { clock, counters });
  const app = createApp(
    {
      sessions: createDynamodbSessionStore({ documents, tableName: config.DYNAMODB_SESSION_TABLE, clock }),
      families: createDynamodbTokenFamilyStore({ documents, tableName: tokenTable, clock }),
      revocations: createDynamodbRevocationStore({ documents, tableName: tokenTable, clock }),
      conversations: createDynamodbConversationStore({
        documents,
        tableNames: {
          summaries: tableName(tables.conversationSummaries, config.ENVIRONMENT),
          messages: tableName(tables.recentMessages, config.ENVIRONMENT),
        },
        clock,
      }),
      notes: createDynamodbNoteStore({
        documents,
        tableName: tableName(tables.projectNotes, config.ENVIRONMENT),
        clock,
        newId: () => newId("n"),
      }),
      audit: createDynamodbAuditLog({
        documents,
        tableName: tableName(tables.auditLog, config.ENVIRONMENT),
        clock,
        release: config.RELEASE,
      }),
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
      ...rings,
      tokenLifeSeconds: config.TOKEN_LIFE_SECONDS,
      // The indexes of an embedded database are never behind.
      indexLagMs: isLoopback(awsClientConfig(env, "DYNAMODB").endpoint ?? "") ? 0 : 1_000,
      agentBackend: createBedrockAgentBackend({
        client: bedrock,
        agentId: config.SUPERVISOR_AGENT_ID,
        agentAliasId: config.SUPERVISOR_AGENT_ALIAS_ID,
        log,
      }),
      counters,
      limits,
      trustedProxies: config.TRUSTED_PROXIES,
      ...(config.PUBLIC_ORIGIN !== undefined && { publicOrigin: config.PUBLIC_ORIGIN }),
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
    counters,
    close() {
      bedrock.destroy();
      closeTables();
      closeLimits();
    },
  };
}

/** Counted in the table that all processes share; in this process alone, or not at all, only where the variables allow it. */
function openRateLimits(
  { RATE_LIMITS, ENVIRONMENT }: BffConfig,
  env: Readonly<Record<string, string | undefined>>,
  tools: { clock: Clock; counters: Counters },
): { limits: RateLimits; close: () => void } {
  if (RATE_LIMITS === "off") return { limits: unlimited, close: () => {} };
  if (RATE_LIMITS === "memory") {
    return { limits: createRateLimits({ points: createMemoryPoints(), ...tools }), close: () => {} };
  }
  const { points, close } = createDynamodbPoints({
    config: awsClientConfig(env, "DYNAMODB"),
    tableName: tableName(tables.rateLimits, ENVIRONMENT),
    clock: tools.clock,
  });
  return { limits: createRateLimits({ points, ...tools }), close };
}

/** Every ring is read once, so that a broken one stops the start. Without `OPERATOR_KEYS` nobody is an operator. */
async function openKeyRings(config: BffConfig) {
  const open = (name: RingName) =>
    openKeyRing(name, {
      json: config[name],
      secretArn: config[`${name}_SECRET_ARN`],
      file: config[`${name}_FILE`],
    });
  const hasOperators =
    config.OPERATOR_KEYS ?? config.OPERATOR_KEYS_SECRET_ARN ?? config.OPERATOR_KEYS_FILE ?? "";
  const [tokenRing, sealRing, subjectRing, operatorRing] = await Promise.all([
    open("SESSION_TOKEN_KEYS"),
    open("SESSION_SEAL_KEYS"),
    open("SUBJECT_KEYS"),
    hasOperators ? open("OPERATOR_KEYS") : undefined,
  ]);
  return { tokenRing, sealRing, subjectRing, ...(operatorRing && { operatorRing }) };
}

type RingName = "SESSION_TOKEN_KEYS" | "SESSION_SEAL_KEYS" | "SUBJECT_KEYS" | "OPERATOR_KEYS";

function standardLog(clock: Clock): Log {
  return jsonLog(
    (line) => process.stdout.write(line),
    () => new Date(clock.nowMs()).toISOString(),
    { service: "pf360-bff" },
  );
}
