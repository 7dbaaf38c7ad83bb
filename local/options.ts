import { parseOptions } from "#layer/command-line/parse-options.ts";
import { ConfigError } from "#layer/errors.ts";
import { readSwitches, switchOptions, switchUsage, type UnsettledWays } from "./bedrock/switch-options.ts";
import { type ModelName, modelNames } from "./model/choose-model.ts";

export interface StartOptions {
  ports: { page: number; bedrock: number; pf360: number; dynamodb: number };
  /** Where tables and keys stay; in memory without it. */
  dataDir: string | undefined;
  /** `USE_REAL_API=false`: the actions answer in process from the same book that the simulator serves. */
  sampleData: boolean;
  /** Both schedule flags at 0. */
  dryRun: boolean;
  /** Epoch milliseconds at which every clock starts; the machine's time without it. */
  startMs: number | undefined;
  model: ModelName;
  /** Where no document settles what Bedrock does. */
  unsettled: UnsettledWays;
}

export const usage = `Usage: npm start -- [options]

Brings up the whole system on this machine: the page and BFF, the local Bedrock, the PF360 simulator and the embedded
DynamoDB. Needs no account and no network, unless another model is chosen.

  --port N            page and BFF (default 3000, or PORT)
  --bedrock-port N    local Bedrock (default 4100, or LOCAL_BEDROCK_PORT)
  --pf360-port N      PF360 simulator (default 4200, or LOCAL_PF360_PORT)
  --dynamodb-port N   DynamoDB (default 4300, or LOCAL_DYNAMODB_PORT)
  --data-dir DIR      keep tables and keys in DIR (default: in memory, gone at the end)
  --sample-data       USE_REAL_API=false: actions answer in process, on the same book
  --dry-run           bookings and cancellations are only shown, never sent
  --now ISO           start every clock at this moment, for example 2026-12-01T09:00:00Z
  --model NAME        the model behind the agents: scripted (default), openai-compatible, bedrock-converse, traitor
  --help              this text

openai-compatible: any server with streamed tool calls, at LOCAL_MODEL_BASE_URL (up to /v1), with LOCAL_MODEL_API_KEY (any
word where the server wants none) and LOCAL_MODEL_NAME. bedrock-converse: Amazon Bedrock, LOCAL_MODEL_NAME a model or
inference profile, account and region as the AWS SDK finds them. These two need a network and send the chat to their server;
LOCAL_MODEL_TIMEOUT is how many seconds it may stay silent (default 120). traitor: obeys every order it reads, such as
get_notes {"project_id": "1"}, in messages and in data, for trying the guards.

${switchUsage}

A port of 0 takes any free one. Ctrl-C stops everything.`;

/**
 * Reads the command line, ports also from the environment.
 * @returns `help` when that is what was asked for
 * @throws ConfigError that names the broken option and says what it takes
 */
export function readStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const port = (
    option: "port" | "bedrock-port" | "pf360-port" | "dynamodb-port",
    variable: string,
    standard: number,
  ) => readPort(values[option] ?? env[variable], `--${option} (or ${variable})`, standard);
  return {
    ports: {
      page: port("port", "PORT", 3000),
      bedrock: port("bedrock-port", "LOCAL_BEDROCK_PORT", 4100),
      pf360: port("pf360-port", "LOCAL_PF360_PORT", 4200),
      dynamodb: port("dynamodb-port", "LOCAL_DYNAMODB_PORT", 4300),
    },
    dataDir: values["data-dir"],
    sampleData: values["sample-data"],
    dryRun: values["dry-run"],
    startMs: readMoment(values.now),
    model: readModel(values.model),
    unsettled: readSwitches(values),
  };
}

function parse(args: readonly string[]) {
  return parseOptions(
    {
      args,
      options: {
        port: { type: "string" },
        "bedrock-port": { type: "string" },
        "pf360-port": { type: "string" },
        "dynamodb-port": { type: "string" },
        "data-dir": { type: "string" },
        "sample-data": { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        now: { type: "string" },
        model: { type: "string", default: "scripted" },
        help: { type: "boolean", default: false },
        ...switchOptions,
      },
    },
    "npm start -- --help",
  ).values;
}

function readPort(text: string | undefined, name: string, standard: number): number {
  if (text === undefined || text === "") return standard;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new ConfigError(`${name} takes a port from 0 to 65535, not "${text}".`);
}

function readMoment(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const moment = Date.parse(text);
  if (Number.isFinite(moment) && /^\d{4}-\d{2}-\d{2}/.test(text)) return moment;
  throw new ConfigError(`--now takes an ISO moment such as 2026-12-01T09:00:00Z, not "${text}".`);
}

function readModel(text: string): ModelName {
  const name = modelNames.find((known) => known === text);
  if (name) return name;
  throw new ConfigError(`--model takes ${modelNames.join(", ")}, not "${text}".`);
}
