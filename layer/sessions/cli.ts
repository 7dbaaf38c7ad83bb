import { createInterface } from "node:readline/promises";
import { stages } from "#infra/stages.ts";
import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { subjectOf } from "#layer/auth/subject.ts";
import { wallClock } from "#layer/clock.ts";
import { AppError, StoreDownError } from "#layer/errors.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { isDynamodbListening } from "#layer/tables/dynamodb-probe.ts";
import { resolveDatabase } from "#layer/tables/resolve-database.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createDynamodbRevocationStore } from "./dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "./dynamodb-session-store.ts";
import { createDynamodbTokenFamilyStore } from "./dynamodb-token-family-store.ts";
import { runList, runRevoke } from "./revoke-commands.ts";
import { readRevokeOptions, usage } from "./revoke-options.ts";

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
  if (isLocal) speakToThisMachineOnly();
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
    subjectOf: async (clientId: string, customerId: string) => ring && subjectOf(ring, clientId, customerId),
    write: (text: string) => void stdout.write(text),
    ask: stdin.isTTY && stdout.isTTY ? askOnTerminal : undefined,
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

/** The SDK of this process speaks to the emulator and to nothing else, whatever the machine is signed in to. */
function speakToThisMachineOnly(): void {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_EC2_METADATA_DISABLED: "true",
  });
  delete process.env.AWS_PROFILE;
}

async function askOnTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

function explain(error: unknown): string {
  if (error instanceof StoreDownError)
    return "The tables do not answer. AWS_ENDPOINT_URL_DYNAMODB says where they are.";
  if (error instanceof AppError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : `Unexpected: ${String(error)}`;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  },
);
