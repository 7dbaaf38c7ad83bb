import { clientIdForm } from "#layer/audit/audit-event.ts";
import { parseOptions, readCommand, usualOptions, wrongOption } from "#layer/command-line/parse-options.ts";

const help = "npm run sessions -- --help";
const wrong = (problem: string) => wrongOption(problem, help);

export interface RevokeOptions {
  command: "revoke" | "list";
  tenant: string;
  customer: string | undefined;
  /** A session's id, or the hash by which logs and `list` name it. */
  session: string | undefined;
  environment: string | undefined;
  yes: boolean;
  json: boolean;
}

export const usage = `Usage: npm run sessions -- list|revoke --tenant ID [options]

  list                  the tenant's sessions, newest use first; exit code 0, 1 error
  revoke                sign out one session, one customer or the whole tenant, effective on the next request:
                        a mark first, then every session and refresh token by the index; exit code 0 done, 1 error

  --tenant ID           the tenant's client_id
  --customer ID         this customer alone, by their PF360 id
  --session ID          this session alone, by its id or by the hash that list and the logs show
  --env NAME            dev, qa, staging or prod (or ENVIRONMENT); not needed with a DynamoDB on this machine, where it is dev
  --yes                 do not ask; a whole tenant is signed out only after a yes
  --json                for machines; does not ask either way
  --help                this text

A customer is named in the audit log by SUBJECT_KEYS (or ..._SECRET_ARN, ..._FILE); without it by their live session, if there is one.
Region, endpoint and account are what the AWS SDK finds (AWS_ENDPOINT_URL_DYNAMODB, AWS_PROFILE, ...). Without an
environment and an endpoint the database of npm start is taken, when it runs (LOCAL_DYNAMODB_PORT).`;

const customerForm = /^\d{1,20}$/;
const sessionForm = /^(s_[A-Za-z0-9_-]{20,64}|[A-Za-z0-9_-]{12})$/;

const known = {
  tenant: { type: "string" },
  customer: { type: "string" },
  session: { type: "string" },
  yes: { type: "boolean", default: false },
  ...usualOptions,
} as const;

/**
 * Reads the command line.
 * @returns `help` when that is what was asked for
 * @throws ConfigError that names what is wrong
 */
export function readRevokeOptions(args: readonly string[]): RevokeOptions | "help" {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options: known }, help);
  if (values.help) return "help";
  const command = readCommand(["revoke", "list"], positionals, help);
  const { tenant, customer, session } = values;
  if (tenant === undefined) throw wrong("--tenant says whose sessions.");
  if (!clientIdForm.test(tenant))
    throw wrong("--tenant takes a client_id: capital letters and digits, at most 20.");
  if (customer !== undefined && !customerForm.test(customer)) throw wrong("--customer takes a number.");
  if (session !== undefined && !sessionForm.test(session)) {
    throw wrong("--session takes a session's id or the 12 characters that list shows.");
  }
  if (customer !== undefined && session !== undefined)
    throw wrong("--customer and --session exclude each other.");
  if (session !== undefined && command === "list") throw wrong("--session goes with revoke.");
  return { command, tenant, customer, session, environment: values.env, yes: values.yes, json: values.json };
}
