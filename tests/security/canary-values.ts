import { createHash } from "node:crypto";
import { type Canary, type Swept, sweep } from "./sweep.ts";

/** What is planted at one input: a token, a phone number and a card number that stand nowhere else. */
export interface Planted {
  secret: string;
  phone: string;
  card: string;
  /** The three in one sentence. */
  text: string;
}

export type PlantedKind = "secret" | "phone" | "card";
export const plantedKinds: readonly PlantedKind[] = ["secret", "phone", "card"];

/** What all planted values have in common, so that most pieces can be passed over at once. */
const marks = { secret: "tk_Qm7Zr2Xw9Kd4Vb6", phone: ") 555-0142", card: "4111 1111 1111 " };
const bareMarks = /\d{3}-?555-?0142|411111111111\d{4}/;
/** The numbers differ in what stands before others: of the last sign, a piece of base64 may hold half. */
const firstAreaCode = 320;
const mostInputs = 90;

export function plantedAt(index: number): Planted {
  if (index > mostInputs) throw new Error("no more area codes; take another number");
  const secret = `${marks.secret}${createHash("sha256").update(`input ${index}`).digest("base64url")}`;
  const phone = `(${firstAreaCode + index}${marks.phone}`;
  const card = `${marks.card}${withLuhnDigit(String(index).padStart(3, "0"))}`;
  return { secret, phone, card, text: `My key is ${secret}, I am at ${phone}, and my card is ${card}.` };
}

/** The three as canaries, each in the ways in which it may be written. */
export function canariesOf(
  name: string,
  planted: Planted,
  belongsIn: Partial<Record<PlantedKind, readonly string[]>>,
): Canary[] {
  return plantedKinds.flatMap((kind) =>
    waysToWrite(planted[kind], kind).map((value) => ({
      name: `${name}: ${kind}`,
      value,
      belongsIn: belongsIn[kind] ?? [],
    })),
  );
}

/** The pieces in which something that was planted may stand, in any disguise that `sweep` knows. */
export function suspicious(pieces: readonly Swept[]): Swept[] {
  const marked = Object.entries(marks).map(([name, value]) => ({ name, value, belongsIn: [] }));
  return pieces.filter((piece) => bareMarks.test(piece.text) || sweep([piece], marked).length > 0);
}

function waysToWrite(value: string, kind: PlantedKind): string[] {
  if (kind === "secret") return [value];
  const groups = value.match(/\d+/g) ?? [];
  return [value, groups.join(""), groups.join("-")];
}

function withLuhnDigit(last: string): string {
  const digits = [...`${marks.card}${last}`.replaceAll(" ", "")].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => {
    const counted = index % 2 === 0 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return `${last}${(10 - (sum % 10)) % 10}`;
}
