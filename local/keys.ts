import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The rings of the BFF and, of these, of the actions. */
const ringNames = ["SESSION_TOKEN_KEYS", "SESSION_SEAL_KEYS", "SUBJECT_KEYS", "OPERATOR_KEYS"] as const;

/**
 * The variables that name the key rings. Without a data folder they hold fresh rings; with one they name its `keys.json`, made
 * at the first start and readable by its owner alone, in which keys can be added, made current and dropped while all runs.
 */
export function localKeys(dataDir: string | undefined): Readonly<Record<string, string>> {
  if (!dataDir) return Object.fromEntries(ringNames.map((name) => [name, makeRing()]));
  const file = join(dataDir, "keys.json");
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : {};
  const missing = ringNames.filter((name) => !(name in kept));
  if (missing.length > 0) {
    const rings = { ...kept, ...Object.fromEntries(missing.map((name) => [name, makeRing()])) };
    mkdirSync(dataDir, { recursive: true });
    // Whole or not at all: half a file would lose the keys of every session in the folder.
    writeFileSync(`${file}.new`, JSON.stringify(rings, undefined, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return Object.fromEntries(ringNames.map((name) => [`${name}_FILE`, file]));
}

function makeRing(): string {
  return JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64url") } });
}
