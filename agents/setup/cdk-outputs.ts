import { readFile } from "node:fs/promises";
import * as z from "zod";
import { ConfigError } from "#layer/errors.ts";

/** Output name to value, of all stacks in the file. */
export type CdkOutputs = Readonly<Record<string, string>>;

/** `cdk deploy --outputs-file`: {stack: {output: value}}. */
const fileForm = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * The outputs that the infrastructure wrote; empty when the file is not there.
 * @throws ConfigError for a file of another form, or when two stacks put out different values under one name
 */
export async function readCdkOutputs(file: string): Promise<CdkOutputs> {
  const text = await readIfThere(file);
  if (text === undefined) return {};
  const outputs = new Map<string, string>();
  for (const stack of Object.values(parse(text, file))) {
    for (const [name, value] of Object.entries(stack)) {
      if (typeof value !== "string") continue;
      const other = outputs.get(name);
      if (other !== undefined && other !== value) {
        throw new ConfigError(`${file} holds two values of ${name}, from two stacks. Deploy again.`);
      }
      outputs.set(name, value);
    }
  }
  return Object.fromEntries(outputs);
}

function parse(text: string, file: string): z.output<typeof fileForm> {
  const problem = `${file} is not what \`cdk deploy --outputs-file\` writes. Deploy again, or remove it.`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(problem, { cause });
  }
  const parsed = fileForm.safeParse(value);
  if (!parsed.success) throw new ConfigError(problem);
  return parsed.data;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new ConfigError(`${file} cannot be read.`, { cause: error });
  }
}
