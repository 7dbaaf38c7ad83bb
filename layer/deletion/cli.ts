import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createDynamodbReleaseStore } from "#agents/setup/dynamodb-release-store.ts";
import {
  createBedrockAgentBackend,
  createBedrockRuntimeClient,
} from "#frontend-bff/agent-backend/bedrock-agent-backend.ts";
import { stages } from "#infra/stages.ts";
import { tenantChain } from "#layer/audit/audit-event.ts";
import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { fixedKeyRing, type KeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { subjectsOf } from "#layer/auth/subject.ts";
import { wallClock } from "#layer/clock.ts";
import { askerOn } from "#layer/command-line/ask-on-terminal.ts";
import { explainError } from "#layer/command-line/explain-error.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import { ConfigError, StoreDownError } from "#layer/errors.ts";
import { createDynamodbNoteStore } from "#layer/notes/dynamodb-note-store.ts";
import { jsonLog } from "#layer/observability/log.ts";
import { createDynamodbRevocationStore } from "#layer/sessions/dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { createDynamodbTokenFamilyStore } from "#layer/sessions/dynamodb-token-family-store.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { subjectsOfSessions } from "#layer/sessions/session-subjects.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { isDynamodbListening } from "#layer/tables/dynamodb-probe.ts";
import { type DatabaseTarget, resolveDatabase } from "#layer/tables/resolve-database.ts";
import { type TableDeclaration, tableName, tables } from "#layer/tables/tables.ts";
import { type PrivacyOptions, privacyUsage, readPrivacyOptions } from "./cli-options.ts";
import { createDynamodbExpiringItems } from "./dynamodb-expiring-items.ts";
import { PurgeIncompleteError, purgeCustomer } from "./purge.ts";
import { receiptLines, retentionLines, sweepLines } from "./report-lines.ts";
import { reportRetention } from "./retention.ts";
import { sweep } from "./sweep.ts";

const { stdin, stdout, stderr, env } = process;
const clock = wallClock;
const watchMs = 5 * 60_000;
const log = jsonLog(
  (line) => stderr.write(line),
  () => new Date(clock.nowMs()).toISOString(),
  { service: "privacy" },
);

type Documents = ReturnType<typeof createDynamodbDocuments>["documents"];
type NameOf = (table: TableDeclaration) => string;
type PurgeOptions = Extract<PrivacyOptions, { command: "purge" }>;

/** `npm run privacy -- purge|retention|sweep`. */
async function main(): Promise<number> {
  const options = readPrivacyOptions(process.argv.slice(2));
  if (options === "help") {
    stdout.write(`${privacyUsage}\n`);
    return 0;
  }
  const target = await resolveDatabase(options.environment, env, isDynamodbListening);
  if (target.isLocal) speakToThisMachineOnly(env);
  const { documents, close } = createDynamodbDocuments(clientConfig(target, target.endpoint));
  const nameOf: NameOf = (table) =>
    table === tables.sessions && env.DYNAMODB_SESSION_TABLE
      ? env.DYNAMODB_SESSION_TABLE
      : tableName(table, target.environment);
  try {
    if (options.command === "purge") return await purge(options, target, documents, nameOf);
    return await keepPromises(options, documents, nameOf, target.isLocal ? 0 : 50);
  } finally {
    close();
  }
}

async function keepPromises(
  options: Exclude<PrivacyOptions, PurgeOptions>,
  documents: Documents,
  nameOf: NameOf,
  pauseMs: number,
): Promise<number> {
  const items = createDynamodbExpiringItems({ documents, nameOf, pause: () => sleep(pauseMs) });
  if (options.command === "retention" && options.dryRun) {
    const report = await reportRetention({ items, clock });
    print(options, report, retentionLines(report));
    return 0;
  }
  while (true) {
    const report = await sweep({ items, clock, log });
    print(options, report, sweepLines(report));
    if (options.command !== "sweep" || !options.watch) return 0;
    await sleep(watchMs);
  }
}

async function purge(
  options: PurgeOptions,
  target: DatabaseTarget,
  documents: Documents,
  nameOf: NameOf,
): Promise<number> {
  const { clientId, customerId } = options;
  const names = await subjectsOf(await openSubjectKeys(target), clientId, customerId);
  const agents = await connectAgents(target, documents, nameOf);
  if (!options.yes) await agree(options, target);
  const tokens = { documents, tableName: nameOf(tables.sessionTokens), clock };
  const sessions = createDynamodbSessionStore({ documents, tableName: nameOf(tables.sessions), clock });
  const families = createDynamodbTokenFamilyStore(tokens);
  const [subject = "", ...older] = names;
  try {
    const receipt = await purgeCustomer(
      {
        clientId,
        customerId,
        subject,
        olderSubjects: [...older, ...(await subjectsOfSessions(options, { sessions, families }))],
        audit: { chain: tenantChain, actor: "operator" },
      },
      {
        sessions,
        families,
        revocations: createDynamodbRevocationStore(tokens),
        conversations: createDynamodbConversationStore({
          documents,
          tableNames: {
            summaries: nameOf(tables.conversationSummaries),
            messages: nameOf(tables.recentMessages),
          },
          clock,
        }),
        notes: createDynamodbNoteStore({
          documents,
          tableName: nameOf(tables.projectNotes),
          clock,
          newId: () => newId("n"),
        }),
        audit: createDynamodbAuditLog({ documents, tableName: nameOf(tables.auditLog), clock }),
        endAgentSession: agents.end,
        // No turn runs in this process; those of others find their session gone.
        stopTurns: async () => ({ stopped: 0, unended: 0 }),
        settle: () => sleep(target.isLocal ? 0 : 1_000),
        newId,
        clock,
        log,
      },
    );
    print(options, { receipt }, receiptLines(receipt));
    return 0;
  } catch (error) {
    if (!(error instanceof PurgeIncompleteError)) throw error;
    stderr.write(`Not finished: ${error.message}. Nobody is served any of it meanwhile.\n`);
    return 2;
  } finally {
    agents.close();
  }
}

/**
 * The ring that names the customer. `npm start` without a data folder keeps its own in memory, where this process cannot read
 * it; beside it a ring of this run alone will do, since nothing but the audit log's name hangs on it.
 */
async function openSubjectKeys({ isLocal }: DatabaseTarget): Promise<KeyRing> {
  const { SUBJECT_KEYS: json, SUBJECT_KEYS_SECRET_ARN: secretArn, SUBJECT_KEYS_FILE: file } = env;
  if (json || secretArn || file || !isLocal) return openKeyRing("SUBJECT_KEYS", { json, secretArn, file });
  stderr.write(
    "SUBJECT_KEYS is not set: receipt and audit log name the customer by a key of this run alone.\n",
  );
  const key = randomBytes(32).toString("base64url");
  return fixedKeyRing(parseKeyRing("SUBJECT_KEYS", JSON.stringify({ current: "run", keys: { run: key } })));
}

/** The agents that are to forget: those of the variables, else those that `setup-agents` released last. */
async function connectAgents(target: DatabaseTarget, documents: Documents, nameOf: NameOf) {
  const { agentId, aliasId } = givenSupervisor() ?? (await releasedSupervisor(target, documents, nameOf));
  const local = target.isLocal ? `http://127.0.0.1:${env.LOCAL_BEDROCK_PORT || "4100"}` : undefined;
  const endpoint = env.AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME || env.AWS_ENDPOINT_URL || local;
  const client = createBedrockRuntimeClient(clientConfig(target, endpoint));
  const backend = createBedrockAgentBackend({ client, agentId, agentAliasId: aliasId, log });
  return {
    end: (agentSessionId: string) => backend.end(agentSessionId),
    close: () => client.destroy(),
  };
}

function givenSupervisor() {
  const { SUPERVISOR_AGENT_ID: agentId, SUPERVISOR_AGENT_ALIAS_ID: aliasId } = env;
  return agentId && aliasId ? { agentId, aliasId } : undefined;
}

async function releasedSupervisor({ environment }: DatabaseTarget, documents: Documents, nameOf: NameOf) {
  const releases = createDynamodbReleaseStore({
    documents,
    tableName: nameOf(tables.agentReleases),
    environment,
  });
  const [newest] = await releases.list(1);
  const supervisor = newest?.agents.find(({ name }) => name === `pf360-supervisor-${environment}`);
  if (supervisor) return supervisor;
  throw new ConfigError(
    "Which agents are to forget the customer? Set SUPERVISOR_AGENT_ID and SUPERVISOR_AGENT_ALIAS_ID, or release the agents with npm run setup-agents.",
  );
}

async function agree({ clientId, customerId }: PurgeOptions, { environment }: DatabaseTarget): Promise<void> {
  const ask = askerOn({ input: stdin, output: stderr });
  if (!ask) throw new ConfigError("Nobody is there to be asked: say --yes.");
  const answer = await ask(
    `Delete everything of customer ${customerId} of ${clientId} in ${environment}, for good? Type the customer's id: `,
  );
  if (answer.trim() !== customerId) throw new ConfigError("Nothing was deleted.");
}

function clientConfig({ environment }: DatabaseTarget, endpoint: string | undefined) {
  return { region: stages[environment].region, ...(endpoint !== undefined && { endpoint }) };
}

function print({ json }: PrivacyOptions, report: object, lines: string): void {
  stdout.write(json ? `${JSON.stringify(report)}\n` : `${lines}\n`);
}

function explain(error: unknown): string {
  if (error instanceof StoreDownError) {
    return "The tables do not answer (DynamoDB). npm start runs one; AWS_ENDPOINT_URL_DYNAMODB says where. Try again.";
  }
  return explainError(error);
}

void runMain(process, main, explain);
