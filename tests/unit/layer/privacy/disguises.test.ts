import { describe, expect, it } from "vitest";
import type { Mode } from "#layer/privacy/rules.ts";
import { scrub } from "#layer/privacy/scrub.ts";

const card = "4111111111111111";
const ssn = "123-45-6789";
const phone = "212-555-0142";
const email = "maria@example.com";

const zero = (script: number) => (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(script + Number(digit)));
const between = (sign: string) => (text: string) => [...text].join(sign);

/** The ways round a scrubber of which it is known that they work with others. */
const disguises: readonly [string, (text: string) => string][] = [
  ["zero-width spaces", between("\u200b")],
  ["word joiners", between("\u2060")],
  ["soft hyphens", between("\u00ad")],
  ["variation selectors", between("\ufe0f")],
  ["zero-width joiner entities", between("&zwj;")],
  [
    "full-width signs",
    (text) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  ],
  ["Arabic-Indic digits", zero(0x660)],
  ["Devanagari digits", zero(0x966)],
  ["bold digits", zero(0x1d7ce)],
  ["decimal entities", (text) => text.replace(/./g, (sign) => `&#${sign.charCodeAt(0)};`)],
  ["hexadecimal entities", (text) => text.replace(/./g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`)],
  ["entities twice", (text) => text.replace(/\d/g, (sign) => `&amp;#${sign.charCodeAt(0)};`)],
  ["percent digits", (text) => text.replace(/\d/g, (sign) => `%3${sign}`)],
  ["long dashes", (text) => text.replaceAll("-", "–")],
];
/** These part digits only. */
const partings: readonly [string, (text: string) => string][] = [
  ["dots between the digits", (text) => text.replace(/(?<=\d)(?=\d)/g, ".")],
  ["spaces between the digits", (text) => text.replace(/(?<=\d)(?=\d)/g, " ")],
  ["a line break in the middle", (text) => `${text.slice(0, 8)}\n${text.slice(8)}`],
  ["dashes and spaces", (text) => text.replace(/(?<=\d)(?=\d)/g, " - ")],
];

const digitsLeft = (text: string, mode: Mode) =>
  scrub(text, { mode })
    .text.normalize("NFKC")
    .replace(/[^\p{Nd}]/gu, "");

describe.each(disguises)("with %s", (_, disguise) => {
  it.each<[Mode, string, string]>([
    ["model", "[card]", card],
    ["model", "[ssn]", ssn],
    ["storage", "[card]", card],
    ["storage", "[ssn]", ssn],
    ["storage", "[phone]", phone],
    ["storage", "[email]", email],
  ])("for %s, %s is found", (mode, placeholder, value) => {
    expect(scrub(`It is ${disguise(value)} then`, { mode }).text).toBe(`It is ${placeholder} then`);
  });
});

describe.each(partings)("with %s", (_, part) => {
  it("a card number is found in both modes", () => {
    expect(scrub(`It is ${part(card)} then`, { mode: "model" }).text).toBe("It is [card] then");
    expect(scrub(`It is ${part(card)} then`, { mode: "storage" }).text).toBe("It is [card] then");
  });

  it("no digit of a phone or social security number gets into storage", () => {
    expect(digitsLeft(`It is ${part(phone)} then`, "storage")).toBe("");
    expect(digitsLeft(`It is ${part(ssn)} then`, "storage")).toBe("");
  });
});

it("a card number written with commas, as an amount is, does not get into storage", () => {
  for (const written of ["4,111,111,111,111,111", "$4,111,111,111,111,111"]) {
    expect(digitsLeft(`It is ${written} then`, "storage")).toBe("");
  }
});
