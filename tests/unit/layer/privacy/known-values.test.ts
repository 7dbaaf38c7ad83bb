import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KnownValues } from "#layer/privacy/rule.ts";
import { scrub } from "#layer/privacy/scrub.ts";

const known: KnownValues = {
  names: ["María Brackenfell", "May Green"],
  phones: ["+1 (212) 555-0142"],
  emails: ["maria.b@example.com"],
  addresses: ["77 Quillbark Lane, Oakvale, IL 62704"],
  ids: ["1000101"],
};
const store = (text: string) => scrub(text, { mode: "storage", known }).text;

describe("the session's known values", () => {
  it.each([
    ["its brackenfell again", "its [name] again"],
    ["MARIA  brackenfell", "[name]"],
    ["brackenfell, maria", "[name], [name]"],
    ["mariabrackenfell", "[name]"],
    ["Ｍａ\u200bｒｉａ is home", "[name] is home"],
    ["the quillbark door", "the [address] door"],
    ["77 quillbark lane oakvale il 62704", "[address]"],
    ["is 62704 fine", "is [address] fine"],
    ["ring 555 0142", "ring [phone]"],
    ["2 1 2 5 5 5 0 1 4 2", "[phone]"],
    ["maria.b there", "[email] there"],
    ["customer 1000101", "customer [id]"],
  ])("are found: %j becomes %j", (text, expected) => {
    expect(store(text)).toBe(expected);
  });

  it.each(["may we come in may, or on 5/12?", "May 5 is fine, green doors too", "Is the lane wide enough?"])(
    "leave words of the language alone: %j",
    (text) => {
      expect(store(text)).toBe(text);
    },
  );

  it("find a name that is a word where it is written as a name", () => {
    expect(store("please tell Green to come")).toBe("please tell [name] to come");
    expect(store("it was may green who called")).toBe("it was [name] who called");
  });

  it("of a customer whose id is a short number leave days, times and amounts alone", () => {
    const text = "On December 12, 2026 at 12:30 for 118 square feet, please";

    for (const id of ["12", "118"]) {
      for (const mode of ["model", "storage"] as const) {
        expect(scrub(text, { mode, known: { ids: [id] } }).text).toBe(text);
      }
    }
  });

  it("leave only ids out of what the model reads", () => {
    const text = "María Brackenfell, 1000101, 212-555-0142";

    expect(scrub(text, { mode: "model", known }).text).toBe("María Brackenfell, [id], 212-555-0142");
  });

  it("survive in no storage text, wherever they stand", () => {
    const value = fc.constantFrom(
      "Brackenfell",
      "212-555-0142",
      "maria.b@example.com",
      "Quillbark",
      "1000101",
    );
    const around = fc.string({ unit: "grapheme", maxLength: 40 });

    fc.assert(
      fc.property(around, value, around, (before, hidden, behind) => {
        expect(store(`${before} ${hidden} ${behind}`)).not.toContain(hidden);
      }),
      { numRuns: 1000 },
    );
  });
});
