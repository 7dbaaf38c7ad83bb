import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { plainTextOf } from "#layer/privacy/plain-text.ts";
import { startReading } from "#layer/privacy/reading.ts";
import type { KnownValues } from "#layer/privacy/rule.ts";
import { type Mode, rulesOf } from "#layer/privacy/rules.ts";
import { longestScrubbed, scrub } from "#layer/privacy/scrub.ts";
import { tokenise } from "#layer/privacy/tokens.ts";
import { readSharedData } from "../dates/shared-data.ts";
import { hostileBodies, repeat } from "./hostile-texts.ts";

const modes: readonly Mode[] = ["storage", "model"];
const known: KnownValues = {
  names: ["Al Bo"],
  phones: ["555-555-0142"],
  emails: ["a@a.example.com"],
  addresses: ["12 Oak Lane"],
  ids: ["1000101"],
};
/** A pair of brackets and the longest kind, for a value of one sign. */
const mostGrowth = 15;
/** How often a rule of the list may look at a token, all rules together; the worst bodies need about 120. */
const mostLooksPerToken = 200;

function expectSound(text: string): void {
  for (const mode of modes) {
    const once = scrub(text, { mode, known });
    expect(once.text.length).toBeLessThanOrEqual(Math.min(longestScrubbed, mostGrowth * text.length));
    expect(scrub(once.text, { mode, known }).text).toBe(once.text);
  }
}

/** How many times the rules look at a token of the text, and how many tokens it has. */
function countLooks(text: string, mode: Mode): { looks: number; tokens: number } {
  const tokens = tokenise(plainTextOf(text).text);
  let looks = 0;
  const counted = new Proxy(tokens, {
    get(target, key, receiver) {
      if (typeof key === "string" && /^-?\d+$/.test(key)) looks += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  const reading = startReading(counted);
  for (const rule of rulesOf[mode]) rule(reading, known);
  return { looks, tokens: tokens.length };
}

describe("scrub, handed any text,", () => {
  it("answers the big list of naughty strings, and its own answer unchanged", () => {
    const naughty = z.array(z.string()).parse(readSharedData("blns/blns.json"));

    for (const text of naughty) expectSound(text);

    expect(naughty.length).toBeGreaterThan(400);
  });

  it("changes nothing the second time, whatever the signs", () => {
    const unit = fc.constantFrom<"grapheme" | "binary">("grapheme", "binary");
    const text = unit.chain((of) => fc.string({ unit: of, maxLength: 200 }));

    fc.assert(fc.property(text, expectSound), { numRuns: 500 });
  });

  it("changes nothing the second time in texts made of the pieces that values are made of", () => {
    const piece = fc.constantFrom(
      ...[
        "my name is ",
        "Al",
        "Bo",
        "van",
        "is ",
        "born ",
        "card ",
        "order ",
        "ssn ",
        "policy number ",
        "password is ",
      ],
      ...[
        "apt ",
        "Street",
        "Oak",
        "address is ",
        "@",
        "example.com",
        "dot",
        " at ",
        "x",
        "GB82",
        "[name]",
        "[cut]",
        "[email",
      ],
      ...[
        "12",
        "555",
        "0142",
        "4111",
        "1111",
        "74356-1",
        "2026",
        "1/2/81",
        "8:00",
        "::",
        "dead",
        "aA1bB2cC3dD4",
      ],
      ...[" ", "\n", ".", ",", "-", "/", "(", ")", "'", ":", "#", "$", "&#52;", "%40", "\u200b", "١", "４"],
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));

    fc.assert(fc.property(text, expectSound), { numRuns: 2000 });
  });

  it.each(modes)("looks at each token a bounded number of times (%s)", (mode) => {
    for (const body of hostileBodies) {
      const { looks, tokens } = countLooks(`x${repeat(body, 1000)}x`, mode);
      expect(looks, JSON.stringify(body)).toBeLessThanOrEqual(mostLooksPerToken * (tokens + 1));
    }
  });

  it("looks no more often in the pieces of values in any order", () => {
    const text = fc
      .array(fc.constantFrom(...hostileBodies), { minLength: 20, maxLength: 200 })
      .map((bodies) => bodies.join(""));

    fc.assert(
      fc.property(text, fc.constantFrom(...modes), (hostile, mode) => {
        const { looks, tokens } = countLooks(hostile, mode);
        expect(looks).toBeLessThanOrEqual(mostLooksPerToken * (tokens + 1));
      }),
      { numRuns: 200 },
    );
  });

  it("sees at most four units for each one of the text", () => {
    for (const body of hostileBodies)
      expect(plainTextOf(repeat(body, 1000)).text.length).toBeLessThanOrEqual(4000);
  });

  it.each(hostileBodies)("settles on 50,000 signs of %j", (body) => {
    expectSound(repeat(body, 50_000));
  });
});
