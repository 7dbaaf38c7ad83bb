import { readFile } from "node:fs/promises";
import * as z from "zod";
import { fixedKeyRing, type KeyRing, parseKeyRing } from "./key-ring.ts";
import { rereadingKeyRing } from "./rereading-key-ring.ts";

/** A person who rotates a key by hand sees it work at once; a file costs next to nothing to read. */
const freshMs = 1_000;

/** Rings by the names of their variables, each as JSON or as its text. */
const rings = z.record(z.string(), z.unknown());

interface Options {
  path: string;
  /** Under which name the ring stands in the file. */
  variable: string;
  /** Milliseconds that only grow. */
  elapsedMs?: () => number;
}

/**
 * A ring kept in a file, `{"SESSION_TOKEN_KEYS": ring, …}`, re-read every second. For development: `npm start --data-dir` makes
 * such a file. A file that is broken or half written leaves the ring that was read before it in force.
 * @throws ConfigError when the file cannot be read or holds no usable ring under that name
 */
export function createFileKeyRing(options: Options): KeyRing {
  const { path, variable, elapsedMs = () => performance.now() } = options;
  return rereadingKeyRing({
    async read() {
      const ring = rings.parse(JSON.parse(await readFile(path, "utf8")))[variable];
      const json = typeof ring === "string" || ring === undefined ? ring : JSON.stringify(ring);
      return fixedKeyRing(parseKeyRing(variable, json));
    },
    unreadable: `the file named by ${variable}_FILE cannot be read`,
    freshMs,
    elapsedMs,
  });
}
