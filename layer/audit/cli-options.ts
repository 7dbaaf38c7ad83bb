import { parseOptions, readCommand, usualOptions, wrongOption } from "#layer/command-line/parse-options.ts";
import { clientIdForm } from "./audit-event.ts";
import { isUtcDay } from "./utc-day.ts";

const help = "npm run audit -- --help";
const wrong = (problem: string) => wrongOption(problem, help);
const commandNames = ["seal", "verify", "export"] as const;
type CommandName = (typeof commandNames)[number];

export interface AuditOptions {
  command: CommandName;
  tenant: string;
  /** Both ends included; undefined with `seal` alone: what is due. */
  days: { from: string; to: string } | undefined;
  environment: string | undefined;
  /** The file that `export` makes. */
  out: string | undefined;
  json: boolean;
}

const options = `  --tenant ID      the tenant's client_id
  --from DAY       first UTC day, YYYY-MM-DD
  --to DAY         last UTC day, included
  --env NAME       dev, qa, staging or prod (or ENVIRONMENT); not needed with a DynamoDB on this machine, where it is dev`;

const place = `Region, endpoint and account are what the AWS SDK finds (AWS_ENDPOINT_URL_DYNAMODB, AWS_PROFILE, ...). Without an
environment and an endpoint the database of npm start is taken, when it runs (LOCAL_DYNAMODB_PORT).`;

const overview = `Usage: npm run audit -- seal|verify|export --tenant ID --from DAY --to DAY [options]

  seal      close each UTC day of a tenant with one hash over where all its chains stood
  verify    recompute chains, pairs of intent and outcome, and seals
  export    the entries and seals as JSON Lines, for cold storage

${options}
  --help           this text; after a command, the command's own

${place}`;

const usages: Readonly<Record<CommandName, string>> = {
  seal: `Usage: npm run audit -- seal --tenant ID [--from DAY --to DAY] [options]

Closes each day with a seal over the heads of all chains that have entries on it and over the seal of the day before. A day can
be sealed 15 minutes after its end; one that is sealed stays as it is. Without days: all from the last seal to yesterday.
Keep the last hash that it prints where the table's writers cannot reach: it stands for that day and all before.

${options}
  --json           for machines
  --help           this text

Exit code 0 sealed (now or before), 1 error.
${place}`,
  verify: `Usage: npm run audit -- verify --tenant ID --from DAY --to DAY [options]

Recomputes every chain that has entries on these days from its first entry on, and the days' seals. An intent older than 15
minutes without an outcome is found as open, with its age. A day with entries that has no seal a day after its end is found too.

${options}
  --json           for machines
  --help           this text

Exit code 0 nothing found, 2 findings, 1 error.
${place}`,
  export: `Usage: npm run audit -- export --tenant ID --from DAY --to DAY [options]

Writes JSON Lines: day by day the entries as they are stored, by chain and number, then the day's seal; last a line with
"end", the count of the lines before it, and the SHA-256 (base64url) of their bytes. Without that line it is not whole.

${options}
  --out FILE       into this file, which must not be there yet (default: standard output)
  --help           this text

Exit code 0 written, 1 error.
${place}`,
};

const known = {
  tenant: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  out: { type: "string" },
  ...usualOptions,
} as const;

/**
 * Reads the command line.
 * @returns the text to show when `--help` is what was asked for
 * @throws ConfigError that names what is wrong
 */
export function readAuditOptions(args: readonly string[]): AuditOptions | { help: string } {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options: known }, help);
  if (values.help) {
    const asked = commandNames.find((name) => name === positionals[0]);
    return { help: asked ? usages[asked] : overview };
  }
  const command = readCommand(commandNames, positionals, help);
  if (values.out !== undefined && command !== "export") throw wrong("--out goes with export.");
  if (values.json && command === "export") throw wrong("export always writes JSON Lines.");
  return {
    command,
    tenant: readTenant(values.tenant),
    days: readDays(command, values.from, values.to),
    environment: values.env,
    out: values.out,
    json: values.json,
  };
}

function readTenant(tenant: string | undefined): string {
  if (tenant === undefined) throw wrong("--tenant says whose log it is.");
  if (clientIdForm.test(tenant)) return tenant;
  throw wrong("--tenant takes a client_id: capital letters and digits, at most 20.");
}

function readDays(command: CommandName, from: string | undefined, to: string | undefined) {
  if (command === "seal" && from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) throw wrong("--from and --to say which days.");
  for (const day of [from, to]) {
    if (!isUtcDay(day)) throw wrong(`A day is written YYYY-MM-DD, not "${day}".`);
  }
  if (to < from) throw wrong("--to lies before --from.");
  return { from, to };
}
