import { ConfigError } from "#layer/errors.ts";

/** What a call on the table of the releases says where there is none. */
export function missingReleasesTable(cause: unknown): ConfigError {
  return new ConfigError("The table of the releases is not there; deploy the infrastructure first.", {
    cause,
  });
}
