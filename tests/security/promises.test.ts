import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { promises } from "./promises.ts";
import { readTitles } from "./promises-titles.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const proofs = promises.flatMap(({ tests = [] }) => tests);
const titlesOf = new Map(
  [...new Set(proofs.map(({ file }) => file))].map((file) => [file, titlesIn(file)] as const),
);

function titlesIn(file: string): string[] {
  return globSync(file, { cwd: root }).flatMap((path) =>
    readTitles(path, readFileSync(`${root}${path}`, "utf8")),
  );
}

describe("an earlier promise", () => {
  it.each(promises)("has a test or a reason: $promise", ({ tests = [], reason = "" }) => {
    expect(tests.length > 0 || reason.length > 20).toBe(true);
  });

  it.each(promises.filter(({ tests = [] }) => tests.length > 0))(
    "has tests that are there: $promise",
    ({ tests = [] }) => {
      for (const { file, title } of tests) expect(titlesOf.get(file), file).toContain(title);
    },
  );

  it("is named once, with its figure in words of its own", () => {
    expect(new Set(promises.map(({ promise }) => promise)).size).toBe(promises.length);
    for (const { promise, tests = [] } of promises) {
      expect(promise).toMatch(/^[A-Z].*\.$/);
      expect(new Set(tests.map(({ file, title }) => `${file} ${title}`)).size).toBe(tests.length);
    }
  });
});

describe("the titles of a file", () => {
  const text = `
    describe("a thing", () => {
      it("is one", async () => {});
      it.each<[string, () => Promise<string>]>([["(", () => x(/"/)]])("is %s", (_) => { expect(1, "none").toBe(1); });
      it(\`is a template\`, () => {});
      it.skip("is skipped", () => {});
      // it("is commented out", () => {});
      other("is no test", () => {});
    });`;

  it("are those of its tests that run, and nothing else", () => {
    expect(readTitles("a.test.ts", text)).toEqual(["is one", "is %s", "is a template"]);
  });
});
