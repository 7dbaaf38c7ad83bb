import { setTimeout as sleep } from "node:timers/promises";
import { stages } from "#infra/stages.ts";
import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { subjectsOf } from "#layer/auth/subject.ts";
import { wallClock } from "#layer/clock.ts";
import { askerOn } from "#layer/command-line/ask-on-terminal.ts";
import { explainError } from "#layer/command-line/explain-error.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";
import { StoreDownError } from "#layer/errors.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { isDynamodbListening } from "#layer/tables/dynamodb-probe.ts";
import { resolveDatabase } from "#layer/tables/resolve-database.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbRevocationStore } from "./dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "./dynamodb-session-store.ts";
import { createDynamodbTokenFamilyStore } from "./dynamodb-token-family-store.ts";
import { runList, runRevoke } from "./revoke-commands.ts";
import { readRevokeOptions, usage } from "./revoke-options.ts";

/** A global index shows a write within a fraction of a second, as a rule. */
const indexLagMs = 1_000;

/** `npm run sessions`. */
async function main(): Promise<number> {
  const options = readRevokeOptions(process.argv.slice(2));
  const { stdin, stdout, env } = process;
  if (options === "help") {
    stdout.write(`${usage}\n`);
    return 0;
  }
  const { environment, isLocal, endpoint } = await resolveDatabase(
    options.environment,
    env,
    isDynamodbListening,
  );
  if (isLocal) speakToThisMachineOnly(env);
  const ring = await openSubjectRing();
  const { documents, close } = createDynamodbDocuments({
    region: stages[environment].region,
    ...(endpoint !== undefined && { endpoint }),
  });
  const clock = wallClock;
  const tokens = { documents, tableName: tableName(tables.sessionTokens, environment), clock };
  const sessionTable = env.DYNAMODB_SESSION_TABLE || tableName(tables.sessions, environment);
  const tools = {
    sessions: createDynamodbSessionStore({ documents, tableName: sessionTable, clock }),
    families: createDynamodbTokenFamilyStore(tokens),
    revocations: createDynamodbRevocationStore(tokens),
    audit: createDynamodbAuditLog({ documents, tableName: tableName(tables.auditLog, environment), clock }),
    settle: () => sleep(isLocal ? 0 : indexLagMs),
    subjectsOf: async (clientId: string, customerId: string) =>
      ring ? subjectsOf(ring, clientId, customerId) : [],
    write: (text: string) => void stdout.write(text),
    ask: askerOn({ input: stdin, output: stdout }),
  };
  try {
    return await (options.command === "list" ? runList(options, tools) : runRevoke(options, tools));
  } finally {
    close();
  }
}

async function openSubjectRing() {
  const { SUBJECT_KEYS: json, SUBJECT_KEYS_SECRET_ARN: secretArn, SUBJECT_KEYS_FILE: file } = process.env;
  return json || secretArn || file ? openKeyRing("SUBJECT_KEYS", { json, secretArn, file }) : undefined;
}

function explain(error: unknown): string {
  if (error instanceof StoreDownError)
    return "The tables do not answer. AWS_ENDPOINT_URL_DYNAMODB says where they are.";
  return explainError(error);
}

void runMain(process, main, explain);
