import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeLabel } from "#layer/dates/print.ts";
import { readTime } from "#layer/dates/read-time.ts";

const offered = ["08:00:00", "10:00:00", "13:00:00", "15:30:00"];

describe("readTime", () => {
  it("takes a time in the form of our own lists as exact, whatever was offered", () => {
    expect(readTime("03:00:00", { offered })).toEqual({ kind: "time", time: "03:00:00" });
    expect(readTime("01:00:00", { offered })).toEqual({ kind: "time", time: "01:00:00" });
  });

  it.each([
    ["1:30 PM", "13:30:00"],
    ["1.30pm", "13:30:00"],
    ["1:30 p. m.", "13:30:00"],
    ["13:00", "13:00:00"],
    ["13:00:00", "13:00:00"],
    ["09:00", "09:00:00"],
    ["01:00:00", "01:00:00"],
    ["7h01", "07:01:00"],
    ["340pm", "15:40:00"],
    ["1330", "13:30:00"],
    ["10", "10:00:00"],
    ["at ten", "10:00:00"],
    ["1", "13:00:00"],
    ["one", "13:00:00"],
    ["6", "18:00:00"],
    ["7", "07:00:00"],
    ["11", "11:00:00"],
    ["12", "12:00:00"],
    ["noon", "12:00:00"],
    ["12 am", "00:00:00"],
    ["12 pm", "12:00:00"],
    ["midnight", "00:00:00"],
    ["10 o'clock", "10:00:00"],
    ["half past nine", "09:30:00"],
    ["quarter to 3", "14:45:00"],
    ["quarter to one", "12:45:00"],
    ["20 min past eight in the evening", "20:20:00"],
    ["ten thirty", "10:30:00"],
    ["10am-12pm", "10:00:00"],
    ["10 to 12", "10:00:00"],
    ["5 to 6pm", "17:00:00"],
    ["11 to 1pm", "11:00:00"],
    ["between 1 and 3", "13:00:00"],
    ["7 in the afternoon", "19:00:00"],
    ["8 tonight", "20:00:00"],
    ["Tuesday at 2", "14:00:00"],
    ["Dec 3 at 2 pm", "14:00:00"],
    ["how about 10?", "10:00:00"],
    ["１０：００", "10:00:00"],
    ["around 2ish", "14:00:00"],
  ])("reads %j as %s", (text, time) => {
    expect(readTime(text)).toEqual({ kind: "time", time });
  });

  it.each([
    ["1", "13:00:00"],
    ["10", "10:00:00"],
    ["01:00", "13:00:00"],
    ["the morning one", ["08:00:00", "10:00:00"]],
    ["the afternoon", ["13:00:00", "15:30:00"]],
    ["the first one", "08:00:00"],
    ["earliest", "08:00:00"],
    ["the last one", "15:30:00"],
    ["second", "10:00:00"],
    ["last one in the afternoon", "15:30:00"],
    ["the first afternoon slot", "13:00:00"],
    ["after 2", "15:30:00"],
    ["2 or later", "15:30:00"],
    ["before 9", "08:00:00"],
    ["no later than 9", "08:00:00"],
    ["from 1", ["13:00:00", "15:30:00"]],
    ["between 9 and 11", "10:00:00"],
    ["9 or 10 am", "10:00:00"],
    ["8 or 10", ["08:00:00", "10:00:00"]],
    ["ten to twelve", "10:00:00"],
    ["9", "09:00:00"],
  ])("reads %j against what was offered", (text, found) => {
    expect(readTime(text, { offered })).toEqual(
      typeof found === "string" ? { kind: "time", time: found } : { kind: "ambiguous", options: found },
    );
  });

  it("takes the half of the day that was offered, and asks when both were", () => {
    expect(readTime("10", { offered: ["22:00:00"] })).toEqual({ kind: "time", time: "22:00:00" });
    expect(readTime("10", { offered: ["10:00:00", "22:00:00"] })).toEqual({
      kind: "ambiguous",
      options: ["10:00:00", "22:00:00"],
    });
  });

  it("tells the earlier and the later one of two only", () => {
    expect(readTime("the later one", { offered: ["08:00:00", "13:00:00"] })).toEqual({
      kind: "time",
      time: "13:00:00",
    });
    expect(readTime("the later one", { offered })).toEqual({ kind: "unreadable" });
  });

  it("asks where a phrase has two readings", () => {
    expect(readTime("ten to twelve")).toEqual({ kind: "ambiguous", options: ["10:00:00", "11:50:00"] });
    expect(readTime("9 or 10")).toEqual({ kind: "ambiguous", options: ["09:00:00", "10:00:00"] });
  });

  it.each([
    "",
    "whenever",
    "not 10",
    "anything but 10",
    "I can't do 10",
    "10 at the earliest",
    "later",
    "25:00",
    "13:75",
    "10:61 pm",
    "10th",
    "2 people",
    "half nine",
    "in 20 minutes",
    "the morning one",
    "first",
    "after 2",
    "١٠",
    `10 ${" ".repeat(60)}`,
  ])("finds %j unreadable without an offer", (text) => {
    expect(readTime(text)).toEqual({ kind: "unreadable" });
  });

  it("reads back what is printed, at every minute", () => {
    fc.assert(
      fc.property(fc.nat(23), fc.nat(59), (hour, minute) => {
        const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00`;
        for (const text of [timeLabel(time), timeLabel(time).toLowerCase(), `at ${timeLabel(time)} please`]) {
          expect(readTime(text)).toEqual({ kind: "time", time });
          expect(readTime(text, { offered })).toEqual({ kind: "time", time });
        }
        expect(readTime(time, { offered: [time] })).toEqual({ kind: "time", time });
      }),
    );
  });
});
