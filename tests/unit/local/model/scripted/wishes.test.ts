import { describe, expect, it } from "vitest";
import { readWish } from "#local/model/scripted/wishes.ts";

describe("the date in a message", () => {
  it.each([
    ["any chance for Thursday next week?", "Thursday next week"],
    ["preferably next week, tuesday or thursday", "next week, tuesday or thursday"],
    ["my husband is away on the 10th. what about the 15th instead", "the 15th"],
    ["I can't do Friday, how about Monday", "Monday"],
    ["not this week. the week of the 14th?", "the week of the 14th"],
    ["don't you have Saturday?", "Saturday"],
    ["why not Friday?", "Friday"],
    ["thursday is not going to work", undefined],
    ["anything except Monday", undefined],
  ])("of %j is %j", (words, date) => {
    expect(readWish(words).date).toBe(date);
  });
});

describe("a place among what was shown", () => {
  it.each([
    ["the earlier one", 1],
    ["the later of the two", -1],
    ["as early as possible please", 1],
    ["so the last slot of the day", -1],
  ])("is taken from %j", (words, place) => {
    expect(readWish(words)).toMatchObject({ ordinal: { place }, direction: undefined });
  });

  it.each([
    "so when is the soonest somebody could come?",
    "what are the later times?",
    "is there anything later in the day?",
  ])("is not taken from the question %j", (words) => {
    expect(readWish(words).ordinal).toBeUndefined();
  });

  it("may be the other of two", () => {
    expect(readWish("no sorry the other one")).toMatchObject({ other: true, answer: "no" });
  });
});

describe("what a message turns down", () => {
  it("picks no time that is too early", () => {
    expect(readWish("8 is too early, what else")).toMatchObject({
      time: undefined,
      bareNumber: undefined,
      direction: "other",
    });
  });

  it("is seen behind a moment's hesitation", () => {
    expect(readWish("hmm no keep it").answer).toBe("no");
    expect(readWish("oh ok, yes").answer).toBe("yes");
  });
});
