import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The two key rings as the variables hold them. */
export interface LocalKeys {
  SESSION_TOKEN_KEYS: string;
  SESSION_SEAL_KEYS: string;
}

/** Fresh keys, or those of an earlier start in the same data folder (readable by its owner alone). */
export function localKeys(dataDir: string | undefined): LocalKeys {
  if (!dataDir) return makeKeys();
  const file = join(dataDir, "keys.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as LocalKeys;
  const keys = makeKeys();
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600 });
  return keys;
}

function makeKeys(): LocalKeys {
  return { SESSION_TOKEN_KEYS: makeRing(), SESSION_SEAL_KEYS: makeRing() };
}

function makeRing(): string {
  return JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64url") } });
}
