import { type EnvironmentName, environmentName } from "#layer/config.ts";
import { ConfigError } from "#layer/errors.ts";

/**
 * The environment that a command works on.
 * @param nothingLocal says why it could not be left out, when nothing is named
 * @throws ConfigError when it is missing or unknown
 */
export function readEnvironmentName(named: string | undefined, nothingLocal: string): EnvironmentName {
  const environment = environmentName.safeParse(named);
  if (environment.success) return environment.data;
  const names = environmentName.options.join(", ");
  throw new ConfigError(
    named === undefined
      ? `Which environment? Give --env (or ENVIRONMENT): ${names}. ${nothingLocal}`
      : `There is no environment "${named}"; there are ${names}.`,
  );
}
