import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { agents } from "#agents/index.ts";
import { outputsFile, type Stage, stages } from "#infra/stages.ts";
import { wallClock } from "#layer/clock.ts";
import { askerOn } from "#layer/command-line/ask-on-terminal.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";
import { confirmedActions } from "#layer/domain/confirmation.ts";
import { ConfigError } from "#layer/errors.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { lintSchema } from "#schemas/lint.ts";
import { readActionGroups } from "./action-group-files.ts";
import { createBedrockControlPlane } from "./bedrock-control-plane.ts";
import { createCallCount } from "./call-count.ts";
import { readCdkOutputs } from "./cdk-outputs.ts";
import { runCommand } from "./cli-commands.ts";
import { type CliOptions, readCliOptions, usage } from "./cli-options.ts";
import { makeDesiredRelease } from "./desired-state.ts";
import { createDynamodbReleaseLock } from "./dynamodb-release-lock.ts";
import { createDynamodbReleaseStore } from "./dynamodb-release-store.ts";
import { type ErrorPlace, explainError } from "./explain-error.ts";
import { readGitCommit } from "./git-commit.ts";
import { isLocalBedrock } from "./is-local-bedrock.ts";
import { lintRelease } from "./lint-release.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import { createPatientControlPlane } from "./patient-control-plane.ts";
import type { DesiredRelease } from "./plan-types.ts";
import { createProgress, noProgress } from "./progress.ts";
import { createRateLimit } from "./rate-limit.ts";
import { resolveTarget, type SetupTarget } from "./resolve-target.ts";
import { readSettings } from "./settings.ts";
import type { Pace } from "./wait-for.ts";
import { createWaits } from "./wait-for-agents.ts";

const repository = new URL("../../", import.meta.url);
const pace: Pace = { clock: wallClock, sleep: (ms) => sleep(ms), random: Math.random };

/** Of a terminal that does not tell its width. */
const usualColumns = 80;

/** Where this run works, once that is known; errors name it. */
let place: ErrorPlace | undefined;

/** `npm run setup-agents`. */
async function main(): Promise<number> {
  const options = readCliOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const target = await resolveTarget(options.environment, process.env, isLocalBedrock);
  const stage = stages[target.environment];
  place = { ...target, region: stage.region };
  if (target.isLocal) speakToThisMachineOnly(process.env);
  if (!options.json) process.stdout.write(`${describe(target, stage)}\n`);
  return runWith(options, target, stage);
}

async function runWith(options: CliOptions, target: SetupTarget, stage: Stage): Promise<number> {
  const { environment, isLocal, bedrockEndpoint, dynamodbEndpoint } = target;
  const { region } = stage;
  const calls = createCallCount();
  const limit = createRateLimit(pace);
  const { stdin, stdout, stderr } = process;
  const { documents, close } = createDynamodbDocuments({
    region,
    ...(dynamodbEndpoint !== undefined && { endpoint: dynamodbEndpoint }),
  });
  const releasesTable = { documents, tableName: tableName(tables.agentReleases, environment) };
  const { alone, stillAlone, leave } = createOneAtATime({
    lock: createDynamodbReleaseLock(releasesTable),
    pace,
    holder: randomUUID(),
    say: (line) => stderr.write(`${line}\n`),
  });
  endOnSignal(leave);
  const controlPlane = createPatientControlPlane(
    createBedrockControlPlane({
      // One attempt: what is repeated, and how often, is decided by the patience around it.
      config: { region, maxAttempts: 1, ...(bedrockEndpoint !== undefined && { endpoint: bedrockEndpoint }) },
      async beforeCall(operation, isWrite) {
        // The local Bedrock keeps no rates unless told to, and then what it refuses is repeated.
        if (!isLocal) await limit(operation);
        await stillAlone();
        calls.note(operation, isWrite);
      },
    }),
    pace,
  );
  const color = Boolean(stdout.isTTY) && !process.env.NO_COLOR;
  try {
    return await runCommand(options, {
      environment,
      isProduction: stage.isProduction,
      controlPlane,
      waits: createWaits(controlPlane, pace),
      releases: createDynamodbReleaseStore({ ...releasesTable, environment }),
      alone,
      progress: options.json
        ? noProgress
        : createProgress({
            write: (text) => stderr.write(text),
            columns: stderr.isTTY ? stderr.columns || usualColumns : undefined,
            color: Boolean(stderr.isTTY) && !process.env.NO_COLOR,
          }),
      clock: wallClock,
      newId: randomUUID,
      gitCommit: await readGitCommit(repository),
      desired: () => readDesired(stage, isLocal),
      calls,
      write: (text) => stdout.write(text),
      color,
      ask: askerOn({ input: stdin, output: stdout }),
    });
  } finally {
    close();
  }
}

/** A run that is ended by hand lets the next one begin at once. */
function endOnSignal(leave: () => Promise<boolean>): void {
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, async () => {
      const wasAtWork = await leave();
      process.stderr.write(`\nStopped.${wasAtWork ? " The same command completes what was begun." : ""}\n`);
      process.exit(code);
    });
  }
}

/** @throws ConfigError that lists what the service would refuse */
async function readDesired(stage: Stage, isLocal: boolean): Promise<DesiredRelease> {
  const [desired] = await Promise.all([makeDesired(stage, isLocal), checkSchemas()]);
  return desired;
}

/** An action may have changed since its schema was written. */
async function checkSchemas(): Promise<void> {
  const check = [fileURLToPath(new URL("schemas/write.ts", repository)), "--check"];
  await promisify(execFile)(process.execPath, check).catch((cause: unknown) => {
    throw new ConfigError("schemas/ is not what the actions say. Run: npm run schemas", { cause });
  });
}

async function makeDesired(stage: Stage, isLocal: boolean): Promise<DesiredRelease> {
  const outputs = await readCdkOutputs(fileURLToPath(new URL(outputsFile(stage.environment), repository)));
  const settings = readSettings({ stage, env: process.env, outputs, isLocal });
  const actionGroups = await readActionGroups({
    folder: new URL("schemas/", repository),
    confirmed: settings.bedrockConfirmation ? confirmedActions : [],
  });
  const desired = await makeDesiredRelease({ definitions: agents, actionGroups, settings });
  const findings = [
    ...actionGroups.flatMap(({ name, document }) =>
      lintSchema(document, { groupName: name })
        .filter(({ grade }) => grade === "error")
        .map(({ message }) => `  schemas/${name}.openapi.json: ${message}`),
    ),
    ...lintRelease(desired).map(({ agent, place, message }) => `  ${agent}, ${place}: ${message}`),
  ];
  if (findings.length === 0) return desired;
  throw new ConfigError(["Bedrock would refuse this:", ...findings].join("\n"));
}

function describe({ environment, isLocal, bedrockEndpoint }: SetupTarget, { region }: Stage): string {
  const where = isLocal ? `the local Bedrock at ${bedrockEndpoint}` : (bedrockEndpoint ?? `AWS, ${region}`);
  return `Environment ${environment}, ${where}.`;
}

void runMain(process, main, (error) => explainError(error, place));
