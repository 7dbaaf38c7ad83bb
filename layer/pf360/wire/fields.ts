import * as z from "zod";

/**
 * Fields as PF360 writes them: null, missing, a number as a string, a string as a number. Each reads what is usable and
 * gives undefined for the rest; none of them fails.
 */

/** Names, numbers, parts of an address: none is longer in practice, and a cut one keeps a reply within its bytes. */
const longestText = 200;
/** What people write: notes, a technician's own words. PF360's sentences are read as far as this too. */
const longestProse = 2_000;

/** Control characters and those that turn the direction of text: of no use to a reader, of use to a forger. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const invisible = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Cut to `longest` characters; white space folded, invisible characters out. */
export function readText(value: unknown, longest = longestProse): string | undefined {
  const written = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  if (typeof written !== "string") return undefined;
  const cleaned = written.slice(0, longest).replace(invisible, " ").trim().replace(/\s+/g, " ");
  return cleaned === "" ? undefined : cleaned.toWellFormed();
}

function readNumber(value: unknown): number | undefined {
  const number =
    typeof value === "string" && /^\s*-?\d{1,15}(\.\d{1,10})?\s*$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** 0 and above, without a fraction. */
function readCount(value: unknown): number | undefined {
  const number = readNumber(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** An id as digits, whether it came as a number or as a string. */
function readId(value: unknown): string | undefined {
  const written = readText(value);
  return written !== undefined && /^\d{1,12}$/.test(written) ? written : undefined;
}

function readFlag(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  const written = readText(value)?.toLowerCase();
  if (written === "1" || written === "true" || written === "yes" || written === "y") return true;
  if (written === "0" || written === "false" || written === "no" || written === "n") return false;
  return undefined;
}

export const text = z
  .unknown()
  .optional()
  .transform((value) => readText(value, longestText));
export const prose = z
  .unknown()
  .optional()
  .transform((value) => readText(value));
export const number = z.unknown().optional().transform(readNumber);
export const count = z.unknown().optional().transform(readCount);
export const id = z.unknown().optional().transform(readId);
export const flag = z.unknown().optional().transform(readFlag);
export const list = z
  .unknown()
  .optional()
  .transform((value): unknown[] | undefined => (Array.isArray(value) ? value : undefined));
