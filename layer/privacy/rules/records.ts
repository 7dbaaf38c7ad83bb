import { phrases, skip } from "../phrases.ts";
import type { Reading } from "../reading.ts";
import type { Rule } from "../rule.ts";

const cue = phrases(
  ...[
    "medical record",
    "health record",
    "record number",
    "mrn",
    "patient id",
    "patient number",
    "chart number",
  ],
  ...["policy number", "policy no", "policy #", "policy id", "insurance policy", "insurance number"],
  ...["insurance id", "insurance card", "insurance claim", "member id", "member number", "subscriber id"],
  ...[
    "claim number",
    "claim #",
    "claim no",
    "group number",
    "medicare",
    "medicaid",
    "nhs number",
    "health card",
  ],
  ...[
    "prescription number",
    "rx number",
    "passport",
    "driver's license",
    "drivers license",
    "driver license",
  ],
  ...[
    "driver's licence",
    "driving licence",
    "license number",
    "licence number",
    "tax id",
    "ein",
    "national id",
  ],
  ...[
    "routing number",
    "bank account",
    "checking account",
    "savings account",
    "account number",
    "account no",
    "account #",
    "acct",
    "group #",
    "group no",
    "rx #",
    "rx no",
    "dl #",
    "dl number",
    "dl no",
    "member #",
    "member no",
    "my policy is",
    "license plate",
    "plate number",
    "license #",
  ],
);
const fillers = new Set(["is", ":", "#", "number", "no", ".", "id", "my", "the", "=", "(", ")", "num"]);
const mostFillers = 10;
const mostTokens = 12;
const leastSigns = 4;
/** A Medicare number: eleven signs whose places say letter or digit (CMS, "Understanding the MBI format"). */
const medicare =
  /^[1-9][ac-hj-km-np-rt-y][0-9ac-hj-km-np-rt-y]\d[ac-hj-km-np-rt-y][0-9ac-hj-km-np-rt-y]\d[ac-hj-km-np-rt-y]{2}\d{2}$/;

/** Numbers of patients, policies, licences and accounts, by the words before them; Medicare numbers by their form. */
export const records: Rule = (reading) => {
  const { tokens, take } = reading;
  for (let index = 0; index < tokens.length; index += 1) {
    const cueEnd = cue(tokens, index);
    if (cueEnd !== undefined) {
      const from = skip(tokens, cueEnd, fillers, mostFillers);
      const to = valueEnd(reading, from);
      if (to > from) take("record", from, to);
    }
    const isBegin = tokens[index]?.kind === "digits" && tokens[index - 1]?.kind !== "word";
    if (isBegin && medicare.test(textOf(reading, index, valueEnd(reading, index))))
      take("record", index, valueEnd(reading, index));
  }
};

/**
 * Letters and digits in one piece, or tied by dashes, or further groups of digits, also behind a few capitals (XJB 0012);
 * `from` itself when that has no digit.
 */
function valueEnd({ tokens, isFree }: Reading, from: number): number {
  let to = from;
  let hasDigit = false;
  let signs = 0;
  for (let at = from; at < from + mostTokens && isFree(at); at += 1) {
    const token = tokens[at];
    if (token?.kind === "digits" || token?.kind === "word") {
      hasDigit ||= token.kind === "digits";
      signs += token.text.length;
      to = at + 1;
    } else if (!ties(tokens, at, hasDigit)) break;
  }
  return hasDigit && signs >= leastSigns ? to : from;
}

/** Whether what follows a dash, dot or space still belongs to the number; before its first digit, only behind capitals. */
function ties(tokens: Reading["tokens"], at: number, hasDigit: boolean): boolean {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (token?.text === "-") return next?.kind === "digits" || next?.kind === "word";
  const isBehindCapitals = /^\p{Lu}{1,4}$/u.test(before?.text ?? "");
  return /^[. ]$/.test(token?.text ?? "") && next?.kind === "digits" && (hasDigit || isBehindCapitals);
}

function textOf({ tokens }: Reading, from: number, to: number): string {
  const parts = tokens.slice(from, to).filter(({ kind }) => kind === "word" || kind === "digits");
  return parts.map(({ folded }) => folded).join("");
}
