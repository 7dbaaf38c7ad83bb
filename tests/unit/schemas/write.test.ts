import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { groups, writeSchemas } from "#schemas/write.ts";
import { sampleGroup, sampleRead } from "./sample-actions.ts";

const file = "notes-actions.openapi.json";
let folder: string;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "schemas-"));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

function run(argv: string[], group = sampleGroup) {
  return writeSchemas(argv, { groups: [group], folder, print: (line) => lines.push(line) });
}

describe("npm run schemas", () => {
  it("writes a file a group, ending in a newline, and says so", async () => {
    expect(await run([])).toBe(0);
    const text = await readFile(join(folder, file), "utf8");
    expect(JSON.parse(text)).toHaveProperty("openapi", "3.0.0");
    expect(text.endsWith("}\n")).toBe(true);
    expect(lines).toEqual([`written: schemas/${file}`]);
  });

  it("writes nothing that has not changed", async () => {
    await run([]);
    lines = [];
    expect(await run([])).toBe(0);
    expect(lines).toEqual(["1 schemas are up to date"]);
  });

  it("refuses with --check what differs, names it and the command, and writes nothing", async () => {
    await writeFile(join(folder, file), "{}\n");
    expect(await run(["--check"])).toBe(1);
    expect(lines.join("\n")).toContain(`schemas/${file}`);
    expect(lines.join("\n")).toContain("npm run schemas");
    expect(await readFile(join(folder, file), "utf8")).toBe("{}\n");
  });

  it("refuses with --check what is missing", async () => {
    expect(await run(["--check"])).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses with --check a schema of no group", async () => {
    await run([]);
    await writeFile(join(folder, "weather-actions.openapi.json"), "{}\n");
    expect(await run(["--check"])).toBe(1);
    expect(lines.join("\n")).toContain("weather-actions.openapi.json");
  });

  it("refuses what Bedrock would refuse, with the rule, and writes nothing", async () => {
    const group = { ...sampleGroup, actions: [{ ...sampleRead, name: "find__paint" }] };
    expect(await run([], group)).toBe(1);
    expect(lines.join("\n")).toContain("operation-id-double-underscore");
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([["--chek"], ["surplus"], ["--check=yes"]])(
    "does not understand %s and says how it is used",
    async (option) => {
      expect(await run([option])).toBe(2);
      expect(lines.join("\n")).toContain("Usage: npm run schemas");
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("explains itself with --help", async () => {
    expect(await run(["--help"])).toBe(0);
    expect(lines.join("\n")).toContain("--check");
    expect(await readdir(folder)).toEqual([]);
  });
});

it("has the checked-in schemas up to date", async () => {
  const code = await writeSchemas(["--check"], {
    groups,
    folder: fileURLToPath(new URL("../../../schemas/", import.meta.url)),
    print: (line) => lines.push(line),
  });
  expect({ code, lines }).toEqual({ code: 0, lines: ["3 schemas are up to date"] });
});
