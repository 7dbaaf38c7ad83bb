import * as z from "zod";

const segment = /^[A-Za-z0-9_-]+$/;
const longest = 8192;

const tokenHeader = z.looseObject({
  alg: z.string(),
  kid: z.string().min(1).max(128),
  typ: z.string().optional(),
  /** Extensions that must be understood; we understand none. */
  crit: z.undefined().optional(),
  b64: z.undefined().optional(),
});

/**
 * Whether a text is a compact JWS in the one canonical form: three segments of base64url without blanks, padding or
 * spare bits, its header a JSON object with a `kid` and one of the pinned algorithms, its payload not empty. The library
 * decodes more tolerantly than that, so this stands before it.
 */
export function hasTokenForm(token: string, algorithms: readonly string[]): boolean {
  if (token.length > longest) return false;
  const segments = token.split(".");
  if (segments.length !== 3 || !segments.every(isCanonical)) return false;
  const header = tokenHeader.safeParse(readJson(segments[0] ?? ""));
  return header.success && algorithms.includes(header.data.alg);
}

function isCanonical(text: string): boolean {
  return segment.test(text) && Buffer.from(text, "base64url").toString("base64url") === text;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
