import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { informationActions } from "#action-groups/information/index.ts";
import { notesActions } from "#action-groups/notes/index.ts";
import { schedulingActions } from "#action-groups/scheduling/index.ts";
import { lintSchema } from "./lint.ts";
import { type DescribedGroup, openApiDocument } from "./openapi.ts";

/** The action groups whose schemas are written; a file `schemas/{name}.openapi.json` each. */
export const groups: readonly DescribedGroup[] = [
  {
    name: "scheduling-actions",
    title: "Scheduling",
    description:
      "Projects that can be scheduled, free dates and times, booking and cancelling, business hours.",
    actions: schedulingActions,
  },
  {
    name: "information-actions",
    title: "Information",
    description:
      "What is known about the customer's projects: details, status, technician, and the whole list.",
    actions: informationActions,
  },
  {
    name: "notes-actions",
    title: "Notes",
    description: "Notes on a project, for the office and the technician.",
    actions: notesActions,
  },
];

const help = `Usage: npm run schemas [-- --check]

Writes schemas/<group>.openapi.json for every action group, after checking that Bedrock will take it.

  --check   write nothing; exit 1 when a file differs from what the actions say
  --help    this text`;

export interface WriteDeps {
  groups: readonly DescribedGroup[];
  folder: string;
  print: (line: string) => void;
}

/** The command. Answers the exit code: 0 done or unchanged, 1 refused by the lint or drifted, 2 not understood. */
export async function writeSchemas(argv: readonly string[], deps: WriteDeps): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === "string") {
    deps.print(`${options}\n\n${help}`);
    return 2;
  }
  if (options.help) {
    deps.print(help);
    return 0;
  }
  const files = deps.groups.map((group) => ({
    name: `${group.name}.openapi.json`,
    group,
    document: openApiDocument(group),
  }));
  const isRefused = files
    .map(({ group, document }) => printFindings(group, document, deps.print))
    .includes(true);
  if (isRefused) return 1;

  const drifted: string[] = [];
  for (const { name, document } of files) {
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if ((await readIfThere(join(deps.folder, name))) === text) continue;
    drifted.push(name);
    if (options.check) continue;
    await writeFile(join(deps.folder, name), text);
    deps.print(`written: schemas/${name}`);
  }
  const stray = await listStray(deps.folder, new Set(files.map(({ name }) => name)));
  for (const name of stray) deps.print(`schemas/${name} belongs to no action group; remove it`);
  if (options.check)
    for (const name of drifted) deps.print(`schemas/${name} differs from the actions; run: npm run schemas`);
  if (drifted.length === 0) deps.print(`${files.length} schemas are up to date`);
  return options.check && drifted.length + stray.length > 0 ? 1 : 0;
}

function readOptions(argv: readonly string[]): { check: boolean; help: boolean } | string {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { check: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
    });
    return values;
  } catch (error) {
    return error instanceof Error ? error.message : "The options cannot be read.";
  }
}

function printFindings(group: DescribedGroup, document: unknown, print: (line: string) => void): boolean {
  const findings = lintSchema(document, { groupName: group.name });
  for (const { grade, rule, path, message, cure } of findings) {
    print(`${grade} ${rule}: ${group.name} ${path}\n  ${message}\n  ${cure}`);
  }
  return findings.some(({ grade }) => grade === "error");
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function listStray(folder: string, known: ReadonlySet<string>): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith(".openapi.json") && !known.has(name)).sort();
}

if (import.meta.main) {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  process.exitCode = await writeSchemas(process.argv.slice(2), {
    groups,
    folder,
    print: (line) => console.log(line),
  });
}
