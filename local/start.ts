import { listenerOf } from "#frontend-bff/listen.ts";
import { clockFrom, wallClock } from "#layer/clock.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";
import { AppError } from "#layer/errors.ts";
import { jsonLog } from "#layer/observability/log.ts";
import { chooseModel } from "./model/choose-model.ts";
import { loggedModel } from "./model/logged-model.ts";
import { readStartOptions, type StartOptions, usage } from "./options.ts";
import { customerRoutes } from "./page/customer-routes.ts";
import { startPageServer } from "./page/page-server.ts";
import { simulatorCustomers } from "./page/sample-customers.ts";
import { vitePage } from "./page/vite-page.ts";
import { type System, startSystem } from "./system.ts";

const sweepEveryMs = 5 * 60_000;

/** `npm start`: everything on this machine, until Ctrl-C. */
async function main(): Promise<number> {
  const options = readStartOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    console.log(usage);
    return 0;
  }
  const model = await chooseModel(options.model, process.env);
  speakToThisMachineOnly(process.env);
  await using running = new AsyncDisposableStack();
  const startedAt = wallClock.nowMs();
  const log = jsonLog(
    (line) => process.stderr.write(line),
    () => new Date(wallClock.nowMs()).toISOString(),
    {
      service: "local",
    },
  );

  progress("Starting DynamoDB, PF360 simulator, local Bedrock and BFF ...");
  const clock = options.startMs === undefined ? wallClock : clockFrom(options.startMs, wallClock);
  const system = await startSystem({
    ...options,
    bedrock: options.unsettled,
    sweepEveryMs,
    clock,
    model: loggedModel(model, log),
    log,
  });
  running.defer(system.close);
  progress("Starting the page ...");
  const page = await startPageServer(options.ports.page, {
    api: listenerOf(system.bff.app),
    local: listenerOf(customerRoutes(simulatorCustomers(system.pf360.url))),
    page: vitePage,
  });
  running.defer(page.close);

  console.log(ready(page.url, system, options, (wallClock.nowMs() - startedAt) / 1000));
  await stopRequested();
  console.log("Stopping ...");
  return 0;
}

function ready(
  pageUrl: string,
  { bedrock, pf360, database }: System,
  options: StartOptions,
  seconds: number,
): string {
  const modes = [
    options.sampleData
      ? "USE_REAL_API=false (sample data in process)"
      : "USE_REAL_API=true (simulator over HTTP)",
    options.model !== "scripted" && `model: ${options.model}`,
    options.dryRun && "dry run: nothing is booked or cancelled",
    options.dataDir && `data kept in ${options.dataDir}`,
    options.startMs !== undefined && `clocks started at ${new Date(options.startMs).toISOString()}`,
  ].filter(Boolean);
  return `
ready in ${seconds.toFixed(1)} s

  page             ${pageUrl}
  local Bedrock    ${bedrock.url}
  PF360 simulator  ${pf360.url}  (admin: ${pf360.url}/_simulator)
  DynamoDB         ${database.url}

  ${modes.join("\n  ")}

Open the page, choose a customer, and write: I'd like to schedule my flooring installation
An instruction or a schema was changed? npm run setup-agents shows the difference and applies it. An action's code is loaded
when npm start begins.
Ctrl-C stops everything.
`;
}

/** The first Ctrl-C or TERM stops in order; a second one at once. */
function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
}

function progress(line: string): void {
  console.log(line);
}

function explain(error: unknown): string {
  const { code, message } = error instanceof AppError ? error : { code: "bug", message: String(error) };
  const advice =
    code === "port_in_use"
      ? " Choose another (npm start -- --help lists the options), or stop what holds it."
      : "";
  const stack = code === "bug" && error instanceof Error ? `\n${error.stack}` : "";
  return `Cannot start: ${message.replace(/^Cannot start: /, "")}${advice}${stack}`;
}

void runMain(process, main, explain);
