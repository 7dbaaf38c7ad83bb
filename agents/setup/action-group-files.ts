import { readFile } from "node:fs/promises";
import * as z from "zod";
import { type ActionGroupName, actionGroupNames } from "#layer/domain/action-names.ts";
import { ConfigError } from "#layer/errors.ts";
import type { DescribedActionGroup } from "./desired-state.ts";

/** As far as it is read here; the whole goes to the service. */
const documentForm = z.looseObject({
  info: z.looseObject({ description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
});
type Document = z.output<typeof documentForm>;

/**
 * The action groups as `schemas/{group}.openapi.json` describes them, in the order of the names.
 * @param source.confirmed operations before which Bedrock itself is to ask as well; none when its confirmation is off
 * @throws ConfigError for a file that is missing or is no schema of ours, and for a confirmed operation that none has
 */
export async function readActionGroups(source: {
  /** The folder `schemas/`, with a slash at its end. */
  folder: URL;
  confirmed: readonly string[];
}): Promise<DescribedActionGroup[]> {
  const groups = [];
  for (const name of actionGroupNames) groups.push(await readGroup(name, source));
  const operations = new Set(groups.flatMap(({ document }) => operationsOf(document)));
  const unknown = source.confirmed.filter((operation) => !operations.has(operation));
  if (unknown.length === 0) return groups;
  throw new ConfigError(`No schema has ${unknown.join(", ")}; run: npm run schemas`);
}

async function readGroup(
  name: ActionGroupName,
  { folder, confirmed }: { folder: URL; confirmed: readonly string[] },
): Promise<DescribedActionGroup & { document: Document }> {
  const document = await readDocument(name, folder);
  for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item))) {
    if (confirmed.includes(operation.operationId)) operation["x-requireConfirmation"] = "ENABLED";
  }
  return { name, description: document.info.description, document };
}

async function readDocument(name: ActionGroupName, folder: URL): Promise<Document> {
  const file = `${name}.openapi.json`;
  try {
    const value: unknown = JSON.parse(await readFile(new URL(file, folder), "utf8"));
    documentForm.parse(value);
    return value as Document;
  } catch (cause) {
    throw new ConfigError(`schemas/${file} is missing or no schema; run: npm run schemas`, { cause });
  }
}

function operationsOf({ paths }: Document): string[] {
  return Object.values(paths).flatMap((item) => Object.values(item).map(({ operationId }) => operationId));
}
