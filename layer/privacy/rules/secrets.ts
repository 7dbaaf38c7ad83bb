import { isBefore, phrases, skip } from "../phrases.ts";
import type { Rule } from "../rule.ts";
import type { Token } from "../tokens.ts";

const joiners = new Set(["-", "_", "+", "/", "=", "."]);
const shortest = 20;
/** Random letters and digits change between capitals, small letters and digits every second sign; words and sizes rarely. */
const leastChanges = 6;
const signsPerChange = 5;

const cue = phrases("bearer", "token", "api key", "apikey", "secret", "access key");
const cueReach = 6;
const shortestByCue = 16;

const password = phrases(
  "password is",
  "password:",
  "password =",
  "passwort:",
  "passphrase is",
  "passphrase:",
);
const fillers = new Set([":", "=", "is", '"', "'"]);
const mostPasswordTokens = 64;

/** Tokens and keys: long runs of random letters and digits, with what a dot ties to them. */
export const secrets: Rule = ({ tokens, take }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    const from = index;
    while (isPart(tokens[index])) index += 1;
    const to = tokens[index - 1]?.text === "." ? index - 1 : index;
    const run = tokens.slice(from, to);
    if (isRandom(run) || (isLongMix(run) && isBefore(cue, tokens, from, cueReach))) take("secret", from, to);
  }
};

/** What follows "my password is": for storage, since a note may have to say the word for a door. */
export const passwords: Rule = ({ tokens, isFree, take }) => {
  for (let index = 0; index < tokens.length; index += 1) {
    const cueEnd = password(tokens, index);
    if (cueEnd === undefined) continue;
    const from = skip(tokens, cueEnd, fillers, 4);
    let to = from;
    while (to < from + mostPasswordTokens && isFree(to) && tokens[to]?.kind !== "space") to += 1;
    while (to > from && /^[.,;!?)"']$/.test(tokens[to - 1]?.text ?? "")) to -= 1;
    take("secret", from, to);
  }
};

function isPart(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "digits" || joiners.has(token?.text ?? "");
}

function isLongMix(run: readonly Token[]): boolean {
  const length = run.reduce((sum, { text }) => sum + text.length, 0);
  return (
    length >= shortestByCue &&
    run.some(({ kind }) => kind === "digits") &&
    run.some(({ kind }) => kind === "word")
  );
}

function isRandom(run: readonly Token[]): boolean {
  let changes = 0;
  let length = 0;
  let before = "";
  for (const sign of run.flatMap(({ kind, text }) => (kind === "sign" ? [] : [...text]))) {
    const now = /\d/.test(sign) ? "digit" : sign === sign.toLowerCase() ? "small" : "capital";
    if (before !== "" && now !== before) changes += 1;
    before = now;
    length += 1;
  }
  return length >= shortest && changes >= leastChanges && changes * signsPerChange >= length;
}
