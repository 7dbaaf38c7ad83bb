import { parseOptions, readCommand, usualOptions } from "#layer/command-line/parse-options.ts";

const help = "npm run agents -- --help";

export interface AgentsOptions {
  command: "chat" | "doctor";
  environment: string | undefined;
  /** The definition's name of the agent to speak with. */
  agent: string;
  sessionId: string | undefined;
  customerId: string | undefined;
  bff: string | undefined;
  /** One message, then the end. */
  say: string | undefined;
  json: boolean;
}

export const agentsUsage = `Usage: npm run agents -- <command> [options]

  chat      speak with the agents behind the alias live, in this terminal; shows which action is called with what
  doctor    read calls and one probe turn: are aliases, models and permissions in order, does the answer stream, do
            session attributes reach a collaborator's Lambda; exit code 0 in order, 2 something is not, 1 error

  --env NAME          dev, qa, staging or prod (or ENVIRONMENT); not needed beside a local Bedrock, where it is dev
  --agent NAME        which agent to speak with, by its definition's name (chat; default supervisor)
  --say TEXT          one message, then the end (chat)
  --session-id ID     the session that the actions are called with (or AGENT_SESSION_ID)
  --bff URL           the BFF that opens a session for the customer of PF360_BEARER (local: the page of npm start)
  --customer ID       which sample customer of the local page; the first one unless said
  --json              the findings for machines (doctor)
  --help              this text

Without a session the actions answer reauth_required. A booking that needs the customer's yes is asked for and not made here:
the yes is given in the page.`;

const known = {
  agent: { type: "string", default: "supervisor" },
  "session-id": { type: "string" },
  customer: { type: "string" },
  bff: { type: "string" },
  say: { type: "string" },
  ...usualOptions,
} as const;

/**
 * Reads the command line, the session id also from the environment.
 * @returns `help` when that is what was asked for
 * @throws ConfigError that names what is wrong
 */
export function readAgentsOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): AgentsOptions | "help" {
  const { values, positionals } = parseOptions({ args, allowPositionals: true, options: known }, help);
  if (values.help) return "help";
  return {
    command: readCommand(["chat", "doctor"], positionals, help),
    environment: values.env,
    agent: values.agent,
    sessionId: values["session-id"] ?? (env.AGENT_SESSION_ID || undefined),
    customerId: values.customer,
    bff: values.bff?.replace(/\/$/, ""),
    say: values.say,
    json: values.json,
  };
}
