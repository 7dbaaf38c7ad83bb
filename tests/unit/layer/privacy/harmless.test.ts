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

describe("scrub for storage", () => {
  it.each([
    "Doors Installation, order 949_EASTHOME_1794490153",
    "949_EASTHOME_1794490153 is ready",
    "Project 74356-1 on Friday, November 27, 2026 at 8:00 AM",
  ])("keeps PF360's own numbers: %s", (text) => {
    expect(scrub(text, { mode: "storage" }).text).toBe(text);
  });

  it.each(["call_ME_2125550188", "9493_EASTHOME_1794490153-4155", "1234567_AB_2125550188"])(
    "does not take what only resembles one: %s",
    (text) => {
      expect(scrub(text, { mode: "storage" }).text).not.toBe(text);
    },
  );
});
