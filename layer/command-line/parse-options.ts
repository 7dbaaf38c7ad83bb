import { type ParseArgsConfig, parseArgs } from "node:util";
import { ConfigError } from "#layer/errors.ts";

/** The options of every command that works on an environment. */
export const usualOptions = {
  env: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/**
 * A command line's values and positionals, by Node's own parser.
 * @param help the command that shows the help, such as `npm run audit -- --help`
 * @throws ConfigError that names what is wrong and where the help is
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  config: Config,
  help: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : "unreadable options";
    // Node goes on to explain how its parser works.
    throw wrongOption(problem.replace(/\. To specify.*/s, ""), help, cause);
  }
}

/**
 * The one command that the positionals name.
 * @throws ConfigError when there is none, an unknown one, or a word too many
 */
export function readCommand<Name extends string>(
  names: readonly Name[],
  [name, surplus]: readonly string[],
  help: string,
): Name {
  const command = names.find((known) => known === name);
  if (!command) {
    throw wrongOption(name === undefined ? "Which command?" : `There is no command "${name}".`, help);
  }
  if (surplus !== undefined) throw wrongOption(`"${surplus}" is one word too many.`, help);
  return command;
}

/** What is wrong with a command line, in a sentence that ends with where its help is. */
export function wrongOption(problem: string, help: string, cause?: unknown): ConfigError {
  return new ConfigError(`${problem.replace(/[.?]?$/, (end) => end || ".")} See ${help}.`, { cause });
}
