import { parseOptions } from "#layer/command-line/parse-options.ts";
import { ConfigError } from "#layer/errors.ts";
import { type ModelName, modelNames } from "#local/model/choose-model.ts";
import { readSwitches, switchOptions, switchUsage, type UnsettledWays } from "./switch-options.ts";

export interface LocalBedrockCliOptions {
  port: number;
  /** Milliseconds that a transition of the control plane takes. */
  latencyMs: number;
  rateLimits: boolean;
  dataDir: string | undefined;
  model: ModelName;
  unsettled: UnsettledWays;
  /** Handlers by the function's ARN: a module's path and the name it exports. */
  functions: { arn: string; module: string; exported: string }[];
}

export const localBedrockUsage = `Usage: npm run local-bedrock -- [options]

The local Bedrock alone: the control plane and InvokeAgent of Bedrock Agents on one loopback port, for the unmodified AWS
SDKs. Point them at it with AWS_ENDPOINT_URL_BEDROCK_AGENT and AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME.

  --port N          default 4100, or LOCAL_BEDROCK_PORT; 0 takes any free one
  --latency MS      how long a transition takes (default 0: until the next call)
  --rate-limits     enforce the published calls a second
  --data-dir DIR    keep the agents in DIR (default: in memory, gone at the end)
  --model NAME      the model behind the agents: ${modelNames.join(", ")} (default scripted)
  --function ARN=FILE#EXPORT
                    the Lambda handler for the actions of groups with this ARN; may be given more than once. A function
                    that is not given is not found, and the turn that calls it ends with a DependencyFailedException
  --help            this text

${switchUsage}

Faults, latency and the clock can be set while it runs: local/bedrock/control-plane/README.md. Ctrl-C stops it.`;

/**
 * Reads the command line, the port also from the environment.
 * @returns `help` when that is what was asked for
 * @throws ConfigError that names the broken option and says what it takes
 */
export function readLocalBedrockOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): LocalBedrockCliOptions | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const port = readWhole(
    values.port ?? (env.LOCAL_BEDROCK_PORT || "4100"),
    "--port (or LOCAL_BEDROCK_PORT)",
    65_535,
  );
  const model = modelNames.find((name) => name === values.model);
  if (!model) throw new ConfigError(`--model takes one of ${modelNames.join(", ")}, not "${values.model}".`);
  return {
    port,
    latencyMs: readWhole(values.latency, "--latency", 600_000),
    rateLimits: values["rate-limits"],
    dataDir: values["data-dir"],
    model,
    unsettled: readSwitches(values),
    functions: values.function.map(readFunction),
  };
}

function parse(args: readonly string[]) {
  return parseOptions(
    {
      args,
      options: {
        port: { type: "string" },
        latency: { type: "string", default: "0" },
        "rate-limits": { type: "boolean", default: false },
        "data-dir": { type: "string" },
        model: { type: "string", default: "scripted" },
        function: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", default: false },
        ...switchOptions,
      },
    },
    "npm run local-bedrock -- --help",
  ).values;
}

function readWhole(text: string, name: string, most: number): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text);
  throw new ConfigError(`${name} takes a whole number from 0 to ${most}, not "${text}".`);
}

function readFunction(text: string): LocalBedrockCliOptions["functions"][number] {
  const [, arn, module, exported] = /^(arn:[^=]+)=(.+)#([\w$]+)$/.exec(text) ?? [];
  if (arn !== undefined && module !== undefined && exported !== undefined) return { arn, module, exported };
  throw new ConfigError(`--function takes ARN=FILE#EXPORT, not "${text}".`);
}
