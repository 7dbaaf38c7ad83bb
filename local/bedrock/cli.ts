import { type Clock, wallClock } from "#layer/clock.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { AppError } from "#layer/errors.ts";
import { jsonLog } from "#layer/observability/log.ts";
import { chooseModel } from "#local/model/choose-model.ts";
import { localBedrockUsage, readLocalBedrockOptions } from "./cli-options.ts";
import { createControlPlane } from "./control-plane/control-plane.ts";
import { loadFunctions } from "./load-functions.ts";
import { startLocalBedrock } from "./server.ts";

/** `npm run local-bedrock`: the emulator alone, until Ctrl-C. */
async function main(): Promise<number> {
  const options = readLocalBedrockOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    say(localBedrockUsage);
    return 0;
  }
  let aheadMs = 0;
  const clock: Clock = { nowMs: () => wallClock.nowMs() + aheadMs };
  const { switches, updateEnds } = options.unsettled;
  const controlPlane = createControlPlane({
    ...options,
    ...(updateEnds && { updateEnds }),
    clock,
    advanceClock: (ms) => {
      aheadMs += ms;
    },
  });
  const bedrock = await startLocalBedrock({
    port: options.port,
    controlPlane,
    model: await chooseModel(options.model, process.env),
    functions: await loadFunctions(options.functions),
    switches,
    clock,
    log: jsonLog(
      (line) => process.stderr.write(line),
      () => new Date(clock.nowMs()).toISOString(),
      { service: "local-bedrock" },
    ),
  });
  say(`The local Bedrock listens. Point an AWS SDK at it; any credentials do, the region is us-east-1:

  AWS_ENDPOINT_URL_BEDROCK_AGENT=${bedrock.url}
  AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME=${bedrock.url}

Ctrl-C stops it.`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await bedrock.close();
  return 0;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function explain(error: unknown): string {
  const isOurs = error instanceof AppError;
  const text = isOurs
    ? error.message
    : error instanceof Error
      ? (error.stack ?? error.message)
      : String(error);
  return `Cannot start: ${text}`;
}

void runMain(process, main, explain);
