import { readEntity } from "./entities.ts";

/**
 * A text as the rules see it, and where each of its UTF-16 units came from: unit `i` stands for
 * `original.slice(starts[i], ends[i])`. Only for finding; the answer is cut from the original.
 */
export interface PlainText {
  text: string;
  starts: readonly number[];
  ends: readonly number[];
}

/** A sign that decomposes into more than this is a ligature and no hidden value; the bound keeps the text's size. */
const longestDecomposition = 4;
const dropped = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]|(?![\t\n\r])\p{Cc}/gu;
const known = new Map<string, string>();
const mostKnown = 4096;

/**
 * Full-width, bold and other scripts' digits become ASCII ones, accents, control and invisible signs go, dashes, dots,
 * apostrophes and spaces become the plain ones, entities are decoded.
 */
export function plainTextOf(original: string): PlainText {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let index = 0; index < original.length; ) {
    const entity = readEntity(original, index);
    const sign = entity?.decoded ?? String.fromCodePoint(original.codePointAt(index) ?? 0);
    const next = index + (entity?.length ?? sign.length);
    const plain = plainSign(sign);
    pieces.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) {
      starts.push(index);
      ends.push(next);
    }
    index = next;
  }
  return { text: pieces.join(""), starts, ends };
}

function plainSign(sign: string): string {
  if (sign >= " " && sign <= "~") return sign;
  const before = known.get(sign);
  if (before !== undefined) return before;
  const plain = fold(sign);
  if (known.size < mostKnown) known.set(sign, plain);
  return plain;
}

function fold(sign: string): string {
  const apart = sign.normalize("NFKD");
  // A fraction would glue its digits to those before it: 36½ is not 361/2.
  const whole = apart.length > longestDecomposition || apart.includes("⁄") ? sign : apart;
  return whole
    .replace(dropped, "")
    .replace(/[\p{Pd}−]/gu, "-")
    .replace(/[·•。・]/gu, ".")
    .replace(/[‘’ʼ´`]/gu, "'")
    .replace(/\p{Zs}/gu, " ")
    .replace(/[^\P{Nd}0-9]/gu, digitOf);
}

/** Unicode lays out each script's digits as a run of ten, from nought to nine. */
function digitOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  let steps = 0;
  while (steps < 20 && /\p{Nd}/u.test(String.fromCodePoint(code - steps - 1))) steps += 1;
  return String(steps % 10);
}
