import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError } from "#layer/errors.ts";
import { createLocalFunctions, type FunctionHandler, type LocalFunctions } from "#local/lambda/functions.ts";
import type { LocalBedrockCliOptions } from "./cli-options.ts";

/** Imports the handlers that the command line names. @throws ConfigError that names the one which cannot be had */
export async function loadFunctions(wanted: LocalBedrockCliOptions["functions"]): Promise<LocalFunctions> {
  const found = await Promise.all(
    wanted.map(async ({ arn, module, exported }) => {
      const exports = await load(module);
      const handler = Object.hasOwn(exports, exported) ? exports[exported] : undefined;
      if (typeof handler !== "function")
        throw new ConfigError(`${module} exports no function called ${exported}.`);
      return [arn, { handler: handler as FunctionHandler }] as const;
    }),
  );
  return createLocalFunctions(Object.fromEntries(found));
}

async function load(module: string): Promise<Record<string, unknown>> {
  try {
    return { ...((await import(pathToFileURL(resolve(module)).href)) as Record<string, unknown>) };
  } catch (cause) {
    throw new ConfigError(`${module} cannot be imported.`, { cause });
  }
}
