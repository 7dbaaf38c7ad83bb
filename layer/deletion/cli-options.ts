import { clientIdForm } from "#layer/audit/audit-event.ts";
import { parseOptions, readCommand, usualOptions, wrongOption } from "#layer/command-line/parse-options.ts";

const help = "npm run privacy -- --help";
const wrong = (problem: string) => wrongOption(problem, help);
const commandNames = ["purge", "retention", "sweep"] as const;

interface Shared {
  environment: string | undefined;
  json: boolean;
}
export type PrivacyOptions = Shared &
  (
    | { command: "purge"; clientId: string; customerId: string; yes: boolean }
    | { command: "retention"; dryRun: boolean }
    | { command: "sweep"; watch: boolean }
  );

export const privacyUsage = `Usage: npm run privacy -- <command> [options]

  purge       delete everything that is kept of one customer, prove it, and print the receipt
  retention   what would go and when, by table, in counts alone (--dry-run); without --dry-run what is due goes now
  sweep       delete what has expired, and messages whose conversation is gone

  --tenant ID         the tenant's client_id (purge)
  --customer ID       the customer's id (purge)
  --yes               do not ask (purge)
  --dry-run           change nothing (retention)
  --watch             go on every five minutes until Ctrl-C (sweep)
  --env NAME          dev, qa, staging or prod (or ENVIRONMENT); not needed with a DynamoDB on this machine, where it is dev
  --json              for machines
  --help              this text

A purge also needs SUBJECT_KEYS (or _SECRET_ARN, _FILE; npm start --data-dir DIR keeps them in DIR/keys.json; with a DynamoDB
on this machine it goes on without) and takes the supervisor from SUPERVISOR_AGENT_ID and SUPERVISOR_AGENT_ALIAS_ID, else from the newest release of setup-agents. Turns that run
in another process end when they find their session gone. Backups of the tables are not touched: they hold what they held
until they expire.

A sweep reads every table with a ttl once: half a read unit for each 4 KB, some 13,000 units (about 0.2 US cents on demand) for
100 MB. Exit code 0 done, 2 something is left (run it again), 1 error.
Region, endpoint and account are what the AWS SDK finds (AWS_ENDPOINT_URL_DYNAMODB, AWS_PROFILE, ...).`;

const known = {
  tenant: { type: "string" },
  customer: { type: "string" },
  yes: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  watch: { type: "boolean", default: false },
  ...usualOptions,
} as const;

/**
 * Reads the command line.
 * @returns `help` when that is what was asked for
 * @throws ConfigError that names what is wrong
 */
export function readPrivacyOptions(args: readonly string[]): PrivacyOptions | "help" {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options: known }, help);
  if (values.help) return "help";
  const command = readCommand(commandNames, positionals, help);
  const { env, json, tenant, customer, yes, watch, "dry-run": dryRun } = values;
  refuseStray(command, "purge", { tenant, customer, yes });
  refuseStray(command, "retention", { "dry-run": dryRun });
  refuseStray(command, "sweep", { watch });
  const shared = { environment: env, json };
  if (command === "retention") return { ...shared, command, dryRun };
  if (command === "sweep") return { ...shared, command, watch };
  return { ...shared, command, yes, clientId: readTenant(tenant), customerId: readCustomer(customer) };
}

function refuseStray(
  command: string,
  owner: string,
  values: Record<string, string | boolean | undefined>,
): void {
  if (command === owner) return;
  const stray = Object.keys(values).find((name) => values[name]);
  if (stray !== undefined) throw wrong(`--${stray} goes with ${owner}.`);
}

function readTenant(tenant: string | undefined): string {
  if (tenant !== undefined && clientIdForm.test(tenant)) return tenant;
  throw wrong("--tenant takes a client_id: capital letters and digits, at most 20.");
}

function readCustomer(customer: string | undefined): string {
  if (customer !== undefined && /^[^\s#]{1,128}$/.test(customer)) return customer;
  throw wrong("--customer says whose data it is: the customer's id as PF360 has it.");
}
