import { parseOptions, usualOptions, wrongOption } from "#layer/command-line/parse-options.ts";

const help = "npm run setup-agents -- --help";
const wrong = (problem: string) => wrongOption(problem, help);

export const commandNames = ["plan", "apply", "status", "history", "rollback", "prune", "destroy"] as const;

export interface CliOptions {
  /** `release`, when no subcommand is given: plan, show, ask, apply. */
  command: (typeof commandNames)[number] | "release";
  /** The release that `rollback` is to go back to. */
  release: string | undefined;
  environment: string | undefined;
  /** Definition names; empty: all. */
  only: string[];
  /** How many releases `prune` keeps. */
  keep: number;
  yes: boolean;
  json: boolean;
}

export const usage = `Usage: npm run setup-agents [-- [command] [options]]

Makes the five agents as the repository describes them, as one release.

  (no command)          show what differs, ask, apply
  plan                  show what differs; exit code 0 no change, 2 changes, 1 error
  apply                 apply what differs; asks in production only. Killed half-way, run it again
  status                the live release, and what is not as it left it; exit code 0 as released, 2 not, 1 error
  history               the releases, newest first; * is what is live
  rollback [RELEASE]    point every alias where it pointed in that release (default: the one before the live one)
  prune                 delete the versions that no alias and no kept release uses
  destroy               take all agents of the environment down

  --env NAME            dev, qa, staging or prod (or ENVIRONMENT); not needed beside a local Bedrock, where it is dev
  --only NAME           one agent, by its definition's name; may be given more than once (plan, apply)
  --keep N              how many releases prune keeps (default 10)
  --yes                 do not ask
  --json                for machines; does not ask either way, so what changes something needs --yes as well
  --help                this text

One run at a time changes something: a second one waits until the first is done, or counts as killed.
The endpoint, account and region are what the AWS SDK finds (AWS_ENDPOINT_URL_BEDROCK_AGENT, AWS_PROFILE, ...). Without an
environment and an endpoint the local Bedrock of npm start is taken, when it runs (LOCAL_BEDROCK_PORT).
What the infrastructure makes comes from infra/outputs-{env}.json; SUPERVISOR_ROLE_ARN, SPECIALIST_ROLE_ARN,
{SCHEDULING,INFORMATION,NOTES}_ACTIONS_ALIAS_ARN, AGENT_GUARDRAIL_ID and _VERSION stand over it. AGENT_FOUNDATION_MODEL,
AGENT_COLLABORATION, AGENT_BEDROCK_CONFIRMATION and AGENT_IDLE_SESSION_TTL stand over infra/stages.ts.`;

const known = {
  only: { type: "string", multiple: true },
  keep: { type: "string" },
  yes: { type: "boolean", default: false },
  ...usualOptions,
} as const;

/**
 * Reads the command line.
 * @returns `help` when that is what was asked for
 * @throws ConfigError that names what is wrong
 */
export function readCliOptions(args: readonly string[]): CliOptions | "help" {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options: known }, help);
  if (values.help) return "help";
  const [name, release, ...more] = positionals;
  const command = name === undefined ? "release" : commandNames.find((known) => known === name);
  if (!command) throw wrong(`There is no command "${name}"; there are ${commandNames.join(", ")}.`);
  const surplus = command === "rollback" ? more[0] : release;
  if (surplus !== undefined) throw wrong(`"${surplus}" is one word too many.`);
  const only = (values.only ?? []).flatMap((names) => names.split(",")).filter(Boolean);
  if (only.length > 0 && !["release", "plan", "apply"].includes(command)) {
    throw wrong("--only goes with plan and apply; all else is about the whole release.");
  }
  if (values.keep !== undefined && command !== "prune") throw wrong("--keep goes with prune.");
  return {
    command,
    release,
    environment: values.env,
    only,
    keep: readKeep(values.keep ?? "10"),
    yes: values.yes,
    json: values.json,
  };
}

function readKeep(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw wrong(`--keep takes a whole number from 1 to 999, not "${text}".`);
}
