import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createFileKeyRing } from "#layer/auth/file-key-ring.ts";
import { openKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { ConfigError } from "#layer/errors.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function fileHolding(content: unknown) {
  const folder = mkdtempSync(join(tmpdir(), "pf360-keys-"));
  folders.push(folder);
  const path = join(folder, "keys.json");
  const write = (next: unknown) =>
    writeFileSync(path, typeof next === "string" ? next : JSON.stringify(next));
  write(content);
  const time = { ms: 0 };
  const ring = createFileKeyRing({ path, variable: "SESSION_TOKEN_KEYS", elapsedMs: () => time.ms });
  return { path, write, time, ring };
}

describe("a key ring in a file", () => {
  it("is read under its variable's name, as text or as JSON, and again a second later", async () => {
    const { ring, write, time } = fileHolding({ SESSION_TOKEN_KEYS: keyRingJson("k1") });
    expect((await ring.current()).kid).toBe("k1");

    write({ SESSION_TOKEN_KEYS: JSON.parse(keyRingJson("k2", "k1")) as unknown, OTHER: "x" });
    expect((await ring.current()).kid).toBe("k1");
    time.ms = 1_000;

    expect((await ring.current()).kid).toBe("k2");
    expect(await ring.get("k1")).toBeDefined();
    expect(await ring.all()).toHaveLength(2);
  });

  it("stays as it was while the file is broken, half written or gone", async () => {
    const { ring, write, time, path } = fileHolding({ SESSION_TOKEN_KEYS: keyRingJson("k1") });
    await ring.current();

    for (const broken of ["", '{"SESSION_TOK', "[]", { SESSION_TOKEN_KEYS: "word" }, {}]) {
      write(broken);
      time.ms += 2_000;
      expect((await ring.current()).kid).toBe("k1");
    }
    rmSync(path);
    time.ms += 2_000;
    expect((await ring.current()).kid).toBe("k1");
    time.ms += 60 * 60_000;

    await expect(ring.current()).rejects.toThrow(ConfigError);
  });

  it.each<[string, unknown]>([
    ["no JSON", "keys"],
    ["no ring of that name", { OTHER: keyRingJson("k1") }],
    ["a short key", { SESSION_TOKEN_KEYS: { current: "k", keys: { k: "c2hvcnQ" } } }],
  ])("with %s stops the start, names the variable and shows no key", async (_what, content) => {
    const { path } = fileHolding(content);

    const opening = openKeyRing("SESSION_TOKEN_KEYS", { file: path });

    await expect(opening).rejects.toThrow(ConfigError);
    await expect(opening).rejects.toThrow(/SESSION_TOKEN_KEYS/);
    await expect(opening).rejects.not.toThrow("c2hvcnQ");
  });

  it("is not taken beside another source", async () => {
    const { path } = fileHolding({ SESSION_TOKEN_KEYS: keyRingJson("k1") });

    await expect(openKeyRing("SESSION_TOKEN_KEYS", { file: path, json: keyRingJson("k1") })).rejects.toThrow(
      /keep one/,
    );
  });
});
