import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readDate } from "#layer/dates/read-date.ts";
import { readTime } from "#layer/dates/read-time.ts";
import { readSharedData } from "./shared-data.ts";

const today = "2026-11-21";
const dateKinds = ["date", "range", "ambiguous", "past", "too_far", "unreadable"];
const timeKinds = ["time", "ambiguous", "unreadable"];

async function expectReadings(text: string): Promise<void> {
  expect(dateKinds).toContain(
    (await readDate(text, { today, offered: ["2026-11-24"], maxDaysAhead: 60 })).kind,
  );
  expect(timeKinds).toContain(readTime(text, { offered: ["08:00:00"] }).kind);
}

describe("both readers", () => {
  it("answer every string of the big list of naughty strings", async () => {
    const naughty = z.array(z.string()).parse(readSharedData("blns/blns.json"));

    // As it is, cut to what is looked at, and beside words that are read.
    for (const text of naughty) {
      await expectReadings(text);
      await expectReadings(text.slice(0, 40));
      await expectReadings(`${text.slice(0, 20)} friday 10`);
    }
    expect(naughty.length).toBeGreaterThan(400);
  });

  it("answer any text", async () => {
    const unit = fc.constantFrom<"grapheme" | "binary">("grapheme", "binary");
    const text = unit.chain((of) => fc.string({ unit: of, maxLength: 100 }));

    await fc.assert(fc.asyncProperty(text, expectReadings), { numRuns: 500 });
  });

  it("answer texts made of the signs that dates are written in", async () => {
    const sign = fc.constantFrom(..."0123456789/-.:, apmthnd'’–\u00a0\u200b");
    const text = fc.array(sign, { maxLength: 80 }).map((signs) => signs.join(""));

    await fc.assert(fc.asyncProperty(text, expectReadings), { numRuns: 1000 });
  });

  it.each([
    ["unpaired surrogates", "\ud800 friday \udfff"],
    ["a ligature that grows when it is taken apart", "\ufdfa".repeat(40)],
    ["only signs", "-/.:".repeat(20)],
    ["only digits", "1".repeat(80)],
    ["only spaces", " ".repeat(80)],
    ["one long word", "a'".repeat(40)],
    ["a million signs", "1/".repeat(500_000)],
  ])("find nothing in %s", async (_, text) => {
    const isRead = text.includes("friday");
    expect((await readDate(text, { today })).kind).toBe(isRead ? "date" : "unreadable");
    expect(readTime(text)).toEqual({ kind: "unreadable" });
  });
});
