import * as z from "zod";
import { ConfigError } from "#layer/errors.ts";

/** Keys by their id. What is signed or sealed carries the id of its key, so that keys can be changed one after another. */
export interface KeyRing {
  /** The key that new things are signed or sealed with. */
  current(): Promise<{ kid: string; key: Uint8Array }>;
  /** The key of that id, undefined when the ring does not hold it (any more). */
  get(kid: string): Promise<Uint8Array | undefined>;
  /** Every key of the ring, the current one first: for bearers and names that do not say theirs. */
  all(): Promise<readonly { kid: string; key: Uint8Array }[]>;
}

const leastBytes = 32;
const leastDistinctBytes = 16;

/** The form of a key id: it travels in token headers and sealed texts, so nothing in it needs escaping. */
export const kidForm = /^[A-Za-z0-9_-]{1,32}$/;

const key = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, "must be base64url without padding")
  .transform((text) => new Uint8Array(Buffer.from(text, "base64url")))
  .refine((bytes) => bytes.length >= leastBytes, `must hold at least ${leastBytes} bytes`)
  .refine(looksRandom, "must be random bytes, not a word or a pattern");

const keyRing = z
  .strictObject({
    current: z.string().regex(kidForm, "must be 1 to 32 letters, digits, - or _"),
    keys: z.record(z.string().regex(kidForm), key),
  })
  .refine(({ current, keys }) => Object.hasOwn(keys, current), "current names no key of the ring")
  .refine(({ keys }) => {
    const texts = Object.values(keys).map((bytes) => Buffer.from(bytes).toString("base64url"));
    return new Set(texts).size === texts.length;
  }, "two ids share one key");
export type ParsedKeyRing = z.output<typeof keyRing>;

/**
 * Reads a ring, `{"current": kid, "keys": {kid: base64url of at least 32 random bytes}}`.
 * @throws ConfigError that names the variable, says what is wrong and how to make a ring, and never shows a key
 */
export function parseKeyRing(variable: string, json: string | undefined): ParsedKeyRing {
  if (!json) throw new ConfigError(`${variable} is not set. ${recipe(variable)}`);
  const parsed = keyRing.safeParse(parseJson(json));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join(".")} ${message}` : message,
  );
  throw new ConfigError(`${variable} holds no usable key ring (${problems.join("; ")}). ${recipe(variable)}`);
}

/** A ring that stays as it was read. */
export function fixedKeyRing({ current, keys }: ParsedKeyRing): KeyRing {
  const byKid = new Map(Object.entries(keys));
  const currentKey = byKid.get(current);
  if (!currentKey) throw new ConfigError("current names no key of the ring");
  return {
    current: async () => ({ kid: current, key: currentKey }),
    get: async (kid) => byKid.get(kid),
    all: async () => [
      { kid: current, key: currentKey },
      ...[...byKid].flatMap(([kid, key]) => (kid === current ? [] : [{ kid, key }])),
    ],
  };
}

/** Random bytes are never all printable and hardly ever repeat; words, hex texts and patterns do. */
function looksRandom(bytes: Uint8Array): boolean {
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return !isText && new Set(bytes).size >= leastDistinctBytes;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recipe(variable: string): string {
  return `It has no default. Make one with: node -e 'console.log(JSON.stringify({current:"k1",keys:{k1:require("node:crypto").randomBytes(32).toString("base64url")}}))' and put the line into ${variable}, or into a secret named by ${variable}_SECRET_ARN.`;
}
