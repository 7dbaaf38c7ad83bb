import { describe, expect, it } from "vitest";
import * as z from "zod";
import { scrub } from "#layer/privacy/scrub.ts";
import { harmlessSentences } from "../../../../bench/privacy-harmless.ts";
import { readSharedData } from "../dates/shared-data.ts";

const mostAltered = 0.02;

describe("scrub for the model", () => {
  it("alters at most 2 % of harmless scheduling sentences", () => {
    const altered = harmlessSentences.filter((text) => scrub(text, { mode: "model" }).text !== text);

    expect(altered.length, altered.join("\n")).toBeLessThanOrEqual(harmlessSentences.length * mostAltered);
    expect(harmlessSentences.length).toBeGreaterThanOrEqual(150);
  });

  it("alters at most 2 % of the shared date phrases", () => {
    const phrases = z
      .array(z.object({ text: z.string() }))
      .parse(readSharedData("date-phrases/phrases.json"));

    const altered = phrases.filter(({ text }) => scrub(text, { mode: "model" }).text !== text);

    expect(altered.length).toBeLessThanOrEqual(phrases.length * mostAltered);
  });
});
