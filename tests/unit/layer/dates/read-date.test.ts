import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateLabel } from "#layer/dates/print.ts";
import { type DateReading, readDate } from "#layer/dates/read-date.ts";
import { addDays, isLocalDate } from "#layer/dates/today.ts";

/** A Saturday. */
const today = "2026-11-21";
const read = (text: string, options: Partial<Parameters<typeof readDate>[1]> = {}) =>
  readDate(text, { today, ...options });

describe("readDate finds one date", () => {
  it.each([
    ["2026-12-03", "2026-12-03"],
    ["2026-12-03T10:00:00", "2026-12-03"],
    ["20261203", "2026-12-03"],
    ["12/3", "2026-12-03"],
    ["12/3/2026", "2026-12-03"],
    ["12-03-26", "2026-12-03"],
    ["22/04", "2027-04-22"],
    ["13.12.2026", "2026-12-13"],
    ["December 3", "2026-12-03"],
    ["3 Dec", "2026-12-03"],
    ["Dec. 3rd, 2026", "2026-12-03"],
    ["December the 3rd", "2026-12-03"],
    ["twenty first of december", "2026-12-21"],
    ["May twenty nine", "2027-05-29"],
    ["feb 29", "2028-02-29"],
    ["November 21", "2026-11-21"],
    ["November 20", "2027-11-20"],
    ["the 21st", "2026-11-21"],
    ["the 20th", "2026-12-20"],
    ["the 31st", "2026-12-31"],
    ["10", "2026-12-10"],
    ["the 10", "2026-12-10"],
    ["20th of next month", "2026-12-20"],
    ["Tuesday", "2026-11-24"],
    ["tues", "2026-11-24"],
    ["wensday", "2026-11-25"],
    ["saturday", "2026-11-21"],
    ["this Friday", "2026-11-27"],
    ["Friday next week", "2026-11-27"],
    ["next week on Friday", "2026-11-27"],
    ["a week from Friday", "2026-12-04"],
    ["Friday week", "2026-12-04"],
    ["Friday the 4th", "2026-12-04"],
    ["Monday the 21st", "2026-12-21"],
    ["Friday 27", "2026-11-27"],
    ["today", "2026-11-21"],
    ["tommorow", "2026-11-22"],
    ["tomorrow (Sunday)", "2026-11-22"],
    ["the day after tomorrow", "2026-11-23"],
    ["in 3 days", "2026-11-24"],
    ["in two weeks", "2026-12-05"],
    ["a month from today", "2026-12-21"],
    ["first Monday of December", "2026-12-07"],
    ["last friday of the month", "2026-11-27"],
    ["last day of november", "2026-11-30"],
    ["next day", "2026-11-22"],
  ])("%j is %s", async (text, date) => {
    expect(await read(text)).toEqual({ kind: "date", date });
  });

  it.each([
    ["how about Friday then?", "2026-11-27"],
    ["let's do the 21st please", "2026-11-21"],
    ["I may be free Friday", "2026-11-27"],
    ["actually Friday instead", "2026-11-27"],
    ["move it to Friday", "2026-11-27"],
    ["order 74356 next Friday", "2026-11-27"],
    ["Friday at 10", "2026-11-27"],
    ["Friday after 2", "2026-11-27"],
    ["between 8am and 2pm on Friday", "2026-11-27"],
    ["Friday 3-5", "2026-11-27"],
    ["half past two on friday", "2026-11-27"],
    ["２０２６－１２－０３", "2026-12-03"],
    ["the\u00a0\u200b２７ｔｈ", "2026-11-27"],
  ])("%j, with words around it, is %s", async (text, date) => {
    expect(await read(text)).toEqual({ kind: "date", date });
  });

  it.each([
    ["tomorrow morning", "2026-11-22", "morning"],
    ["Friday afternoon", "2026-11-27", "afternoon"],
    ["the evening of the 25th", "2026-11-25", "evening"],
    ["tonight", "2026-11-21", "evening"],
  ])("%j has a part of the day", async (text, date, part) => {
    expect(await read(text)).toEqual({ kind: "date", date, part });
  });
});

describe("readDate finds a span", () => {
  it.each([
    ["this week", "2026-11-21", "2026-11-22"],
    ["next week", "2026-11-23", "2026-11-29"],
    ["the week after next", "2026-11-30", "2026-12-06"],
    ["week of Dec 7", "2026-12-07", "2026-12-13"],
    ["weekend", "2026-11-21", "2026-11-22"],
    ["next weekend", "2026-11-28", "2026-11-29"],
    ["early next week", "2026-11-23", "2026-11-25"],
    ["this month", "2026-11-21", "2026-11-30"],
    ["next month", "2026-12-01", "2026-12-31"],
    ["in December", "2026-12-01", "2026-12-31"],
    ["in May", "2027-05-01", "2027-05-31"],
    ["early December", "2026-12-01", "2026-12-10"],
    ["mid December", "2026-12-11", "2026-12-20"],
    ["late December", "2026-12-21", "2026-12-31"],
    ["end of the month", "2026-11-21", "2026-11-30"],
    ["3rd week of March", "2027-03-15", "2027-03-21"],
    ["last week of December", "2026-12-28", "2026-12-31"],
    ["between the 3rd and the 7th", "2026-12-03", "2026-12-07"],
    ["from Dec 3 to Dec 10", "2026-12-03", "2026-12-10"],
    ["Dec 3-10", "2026-12-03", "2026-12-10"],
    ["3 to 10 Dec", "2026-12-03", "2026-12-10"],
    ["12/3 - 12/10", "2026-12-03", "2026-12-10"],
    ["the 28th to the 3rd", "2026-11-28", "2026-12-03"],
    ["Dec 28 to Jan 3, 2027", "2026-12-28", "2027-01-03"],
    ["the 20th to the 25th", "2026-11-21", "2026-11-25"],
    ["Monday through Wednesday", "2026-11-23", "2026-11-25"],
    ["next week between Wednesday and Friday", "2026-11-25", "2026-11-27"],
    ["this week or next week", "2026-11-21", "2026-11-29"],
    ["the next 5 days", "2026-11-22", "2026-11-26"],
    ["before the 10th", "2026-11-21", "2026-12-09"],
    ["by Friday", "2026-11-21", "2026-11-27"],
  ])("%j is %s to %s", async (text, from, to) => {
    expect(await read(text)).toEqual({ kind: "range", from, to });
  });

  it.each([
    ["after the 15th", "2026-12-16"],
    ["from the 15th on", "2026-12-15"],
    ["not before Dec 3", "2026-12-03"],
    ["asap", "2026-11-21"],
    ["the earliest available", "2026-11-21"],
  ])("%j runs from %s to the last day that may be asked", async (text, from) => {
    expect(await read(text, { maxDaysAhead: 60 })).toEqual({ kind: "range", from, to: "2027-01-20" });
  });

  it("ends where the limit is", async () => {
    expect(await read("in December", { maxDaysAhead: 20 })).toEqual({
      kind: "range",
      from: "2026-12-01",
      to: "2026-12-11",
    });
  });
});

describe("readDate asks rather than guesses", () => {
  it.each([
    ["the 5th or the 6th", ["2026-12-05", "2026-12-06"]],
    ["Tuesday or Wednesday", ["2026-11-24", "2026-11-25"]],
    ["10 or 11", ["2026-12-10", "2026-12-11"]],
    ["Dec 3, 4 or 5", ["2026-12-03", "2026-12-04", "2026-12-05"]],
    ["Monday or Tuesday next week", ["2026-11-23", "2026-11-24"]],
    ["tomorrow or the day after", ["2026-11-22", "2026-11-23"]],
    ["a Friday in December", ["2026-12-04", "2026-12-11", "2026-12-18", "2026-12-25"]],
    ["Friday, December 3, 2026", ["2026-12-03", "2026-12-04"]],
    ["Friday, tomorrow", ["2026-11-22", "2026-11-27"]],
    ["12.01.2027", ["2027-01-12", "2027-12-01"]],
  ])("%j is one of several", async (text, options) => {
    expect(await read(text)).toEqual({ kind: "ambiguous", options });
  });

  it.each([
    ["yesterday", "2026-11-20"],
    ["2026-01-01", "2026-01-01"],
    ["Dec 3 2025", "2025-12-03"],
    ["last Friday", "2026-11-20"],
    ["3 days ago", "2026-11-18"],
    ["last week", "2026-11-15"],
    ["Tuesday of this week", "2026-11-17"],
  ])("%j is past: %s", async (text, date) => {
    expect(await read(text)).toEqual({ kind: "past", date });
  });

  it("names the date that is too far, unless it was offered", async () => {
    expect(await read("2027-03-01", { maxDaysAhead: 60 })).toEqual({ kind: "too_far", date: "2027-03-01" });
    expect(await read("next year", { maxDaysAhead: 30 })).toEqual({ kind: "too_far", date: "2027-01-01" });
    expect(await read("2027-03-01", { maxDaysAhead: 60, offered: ["2027-03-01"] })).toEqual({
      kind: "date",
      date: "2027-03-01",
    });
  });

  it.each([
    "",
    "  ",
    "gibberish",
    "not Friday",
    "any day but Friday",
    "I can't do Friday",
    "Friday doesn't work",
    "Friday or later",
    "Friday at the earliest",
    "I'll be out Friday",
    "anything later?",
    "every Friday",
    "Fridays",
    "the Friday after next",
    "two Fridays from now",
    "Friday instead of Monday",
    "move it from Friday to Monday",
    "Friday 2027",
    "Friday 21",
    "Feb 30",
    "Nov 31",
    "2026-02-30",
    "13/13",
    "between 3 and 7",
    "before 10",
    "10-12",
    "10-15",
    "before Christmas",
    "Easter Monday",
    "2 people",
    "for 3 days",
    "project 12 on Friday",
    "٢١",
    `Friday ${"!".repeat(80)}`,
  ])("%j is unreadable", async (text) => {
    expect(await read(text)).toEqual({ kind: "unreadable" });
  });
});

describe("readDate with what was offered", () => {
  /** A Monday: the coming Friday and that of next week differ. */
  const monday = "2026-11-23";

  it.each([
    ["next Friday", [], "2026-12-04"],
    ["next Friday", ["2026-11-27", "2026-12-04"], "2026-12-04"],
    ["next Friday", ["2026-11-27", "2026-11-30"], "2026-11-27"],
    ["Friday", ["2026-12-04"], "2026-12-04"],
    ["Friday", ["2026-12-11", "2026-12-17"], "2026-12-11"],
    ["Friday", ["2026-12-11", "2026-12-04"], "2026-12-04"],
    ["this Friday", ["2026-12-04"], "2026-11-27"],
    ["Monday", ["2026-11-30"], "2026-11-30"],
    ["the 27th", ["2026-12-27"], "2026-12-27"],
    ["Thursday or Friday", ["2026-11-27"], "2026-11-27"],
    ["12.01.2027", ["2027-12-01"], "2027-12-01"],
    ["the second one", ["2026-11-25", "2026-11-27"], "2026-11-27"],
    ["the second", ["2026-11-25", "2026-11-27"], "2026-11-27"],
    ["the earliest", ["2026-11-27", "2026-11-25"], "2026-11-25"],
    ["the last one", ["2026-11-25", "2026-11-27"], "2026-11-27"],
  ])("takes for %j of %j %s", async (text, offered, date) => {
    expect(await readDate(text, { today: monday, offered })).toEqual({ kind: "date", date });
  });

  it("asks when a place in the list and a day of the month both fit", async () => {
    const offered = ["2026-11-30", "2026-12-01", "2026-12-02"];
    expect(await readDate("the second", { today: monday, offered })).toEqual({
      kind: "ambiguous",
      options: ["2026-12-01", "2026-12-02"],
    });
  });

  it("does not settle a contradiction", async () => {
    expect(await readDate("Friday, December 3", { today: monday, offered: ["2026-12-03"] })).toMatchObject({
      kind: "ambiguous",
    });
  });
});

describe("readDate on any day", () => {
  const anyDay = fc.integer({ min: -9000, max: 20_000 }).map((days) => addDays("2026-01-01", days));
  const expected = (date: string, from: string): DateReading =>
    date < from ? { kind: "past", date } : { kind: "date", date };

  it("reads back what is printed", async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, anyDay, async (date, from) => {
        for (const text of [
          date,
          dateLabel(date),
          dateLabel(date).toUpperCase(),
          `${date.slice(5).replace("-", "/")}/${date.slice(0, 4)}`,
        ])
          expect(await readDate(text, { today: from })).toEqual(expected(date, from));
      }),
      { numRuns: 300 },
    );
  });

  it("reads the weekday and the number of a coming day as that day", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyDay,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 0, max: 27 }),
        async (from, near, far) => {
          const soon = addDays(from, near);
          const later = addDays(from, far);
          expect(await readDate(dateLabel(soon).split(",")[0] ?? "", { today: from })).toEqual({
            kind: "date",
            date: soon,
          });
          expect(await readDate(`the ${Number(later.slice(8))}th`, { today: from })).toEqual({
            kind: "date",
            date: later,
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it("answers no date before today, and spans in order, whatever is put together", async () => {
    const words = fc.constantFrom(
      ..."the 3rd 21st 10 12/3 2026-12-01 friday next this last week month weekend december may in of or and to - between from after before by early late 3 days tomorrow today first second 2pm morning not 2025 feb 30 ago , at".split(
        " ",
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(words, { maxLength: 9 }),
        anyDay,
        fc.option(fc.nat(90)),
        async (said, from, limit) => {
          const maxDaysAhead = limit ?? undefined;
          const reading = await readDate(said.join(" "), {
            today: from,
            ...(maxDaysAhead !== undefined && { maxDaysAhead }),
          });
          const dates =
            reading.kind === "range"
              ? [reading.from, reading.to]
              : reading.kind === "ambiguous"
                ? reading.options
                : "date" in reading
                  ? [reading.date]
                  : [];
          expect(dates.every(isLocalDate)).toBe(true);
          expect(dates).toEqual([...dates].sort());
          if (reading.kind === "past") expect(reading.date < from).toBe(true);
          else expect(dates.every((date) => date >= from)).toBe(true);
          if (limit !== null && reading.kind !== "too_far" && reading.kind !== "past")
            expect(dates.every((date) => date <= addDays(from, limit))).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
