import { createWriteStream } from "node:fs";
import { link, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stages } from "#infra/stages.ts";
import { wallClock } from "#layer/clock.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";
import { ConfigError } from "#layer/errors.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { isDynamodbListening } from "#layer/tables/dynamodb-probe.ts";
import { resolveDatabase } from "#layer/tables/resolve-database.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { runSeal, runVerify } from "./audit-commands.ts";
import type { AuditRows } from "./audit-rows.ts";
import { type AuditOptions, readAuditOptions } from "./cli-options.ts";
import { createDynamodbAuditRows } from "./dynamodb-audit-rows.ts";
import { explainError } from "./explain-error.ts";
import { exportDays } from "./export-days.ts";

/** Where this run works, once that is known; errors name it. */
let endpoint: string | undefined;

/** `npm run audit`. */
async function main(): Promise<number> {
  const options = readAuditOptions(process.argv.slice(2));
  if ("help" in options) {
    process.stdout.write(`${options.help}\n`);
    return 0;
  }
  const target = await resolveDatabase(options.environment, process.env, isDynamodbListening);
  endpoint = target.endpoint;
  if (target.isLocal) speakToThisMachineOnly(process.env);
  const { documents, close } = createDynamodbDocuments({
    region: stages[target.environment].region,
    ...(endpoint !== undefined && { endpoint }),
  });
  const rows = createDynamodbAuditRows({
    documents,
    tableName: tableName(tables.auditLog, target.environment),
  });
  try {
    return await run(options, rows);
  } finally {
    close();
  }
}

async function run({ command, tenant, days, out, json }: AuditOptions, rows: AuditRows): Promise<number> {
  const tools = { rows, clock: wallClock, write: (text: string) => void process.stdout.write(text) };
  if (command === "seal") return runSeal({ tenant, days, json }, tools);
  if (!days) throw new ConfigError("--from and --to say which days.");
  if (command === "verify") return runVerify({ tenant, days, json }, tools);
  const lines = Readable.from(exportDays(rows, tenant, days.from, days.to));
  if (out === undefined) await pipeline(lines, process.stdout, { end: false });
  else await writeWhole(lines, out);
  return 0;
}

/** The file is there when it is whole, and what was there before is never touched. */
async function writeWhole(lines: Readable, file: string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(lines, createWriteStream(part, { flags: "wx", mode: 0o600 }));
    await link(part, file);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw isThere ? new ConfigError(`${file} is there already; an export never writes over another.`) : error;
  } finally {
    await rm(part, { force: true });
  }
}

void runMain(process, main, (error) => explainError(error, endpoint));
