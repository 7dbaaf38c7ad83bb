import { describe, expect, it } from "vitest";
import { ok, sampleProjects, sampleSlots, shownProject } from "#tests/builders/sample-replies.ts";
import { talk } from "#tests/builders/scripted-talk.ts";

describe("choosing a project", () => {
  it.each([
    ["order number", "book order ORD-74102"],
    ["project id", "schedule project 74102"],
    ["category", "I want to schedule my windows"],
    ["type", "please arrange the measurement"],
    ["a loose word", "can somebody come and measure my window?"],
  ])("takes it by %s", async (_how, words) => {
    expect((await talk().calls(words)).at(-1)).toBe("get_available_dates(74102)");
  });

  it.each(["the second one", "number 2", "2", "the 2nd", "the last one", "windows please"])(
    "takes %j from the list shown",
    async (pick) => {
      expect(await talk().calls("Can I book an appointment?", pick)).toEqual(["get_available_dates(74102)"]);
    },
  );

  it("asks when several could be meant", async () => {
    expect(await talk().calls("Can I book an appointment?")).toEqual(["list_projects()"]);
  });

  it("changes the project midway", async () => {
    expect(await talk().calls("schedule my flooring", "actually, let's do the windows first")).toEqual([
      "get_available_dates(74102)",
    ]);
  });

  it("does not put another project in the place of one that is not there", async () => {
    expect(await talk().calls("schedule my kitchen")).toEqual(["list_projects()"]);
  });

  it("does not ask for dates when nothing can be scheduled", async () => {
    const waiting = [shownProject({ project_id: "74104", status: "On Hold", status_group: "waiting" })];

    expect(await talk({}, waiting).calls("I want to book my appointment")).toEqual(["list_projects()"]);
  });

  it("does not ask for dates of a project that is already scheduled", async () => {
    expect(await talk().calls("book my doors")).toEqual(["list_projects()"]);
  });

  it("hands an unknown order number to the action as the customer wrote it", async () => {
    expect((await talk().calls("book order 99999")).at(-1)).toBe("get_available_dates(99999)");
  });

  it("looks for a kind of project beyond a cut list", async () => {
    const list = (input: Record<string, string>) =>
      input.category
        ? ok({ projects: [sampleProjects[1]] })
        : ok({ projects: [sampleProjects[0]], left_out: 40 });

    expect(await talk({ list_projects: list }).calls("schedule my windows")).toEqual([
      "list_projects()",
      "list_projects(windows)",
      "get_available_dates(74102)",
    ]);
  });
});

describe("choosing a date", () => {
  const start = "schedule my flooring";
  it.each([
    ["Tuesday", "Tuesday"],
    ["how about Friday then?", "Friday"],
    ["10", "10"],
    ["12/3 please", "12/3"],
    ["December 3rd would be great", "December 3rd"],
    ["the second one", "2026-11-25"],
    ["the last one", "2026-12-21"],
    ["the first available", "2026-11-24"],
    ["the day after tomorrow", "the day after tomorrow"],
    ["tomorrow morning", "tomorrow morning"],
  ])("reads %j as %j", async (words, date) => {
    expect(await talk().calls(start, words)).toEqual([`get_time_slots(74101|${date})`]);
  });

  it.each([
    ["what about next week?", "next week"],
    ["anything in December?", "in December"],
    ["between the 3rd and the 7th", "between the 3rd and the 7th"],
    ["sometime after the 15th", "after the 15th"],
    ["Tuesday or Wednesday", "Tuesday or Wednesday"],
    ["the week of December 21", "the week of December 21"],
  ])("asks for other dates at %j", async (words, phrase) => {
    expect(await talk().calls(start, words)).toEqual([`get_available_dates(74101|${phrase})`]);
  });

  it("asks for dates after the last shown one at 'later'", async () => {
    expect(await talk().calls(start, "is there anything later?")).toEqual([
      "get_available_dates(74101|after 2026-12-21)",
    ]);
  });

  it("asks for the earliest dates again at 'other dates'", async () => {
    expect(await talk().calls(start, "do you have other dates?")).toEqual(["get_available_dates(74101)"]);
  });

  it("takes the first free date when any will do", async () => {
    expect((await talk().calls("book my flooring as soon as possible")).at(-1)).toBe(
      "get_time_slots(74101|2026-11-24)",
    );
  });

  it("takes a new date after the times were shown, and never a time for the old one", async () => {
    expect(await talk().calls(start, "Tuesday", "actually Friday")).toEqual(["get_time_slots(74101|Friday)"]);
    expect(await talk().calls(start, "Tuesday", "next week instead", "1:30 PM")).not.toContainEqual(
      expect.stringContaining("confirm_appointment"),
    );
  });
});

describe("choosing a time", () => {
  const start = ["schedule my flooring", "the 24th"];
  it.each([
    ["10", "10"],
    ["at ten", "ten"],
    ["1:30 PM please", "1:30 PM"],
    ["half past nine", "half past nine"],
    ["noon", "noon"],
    ["the second one", "10:00:00"],
    ["the last one", "13:30:00"],
    ["the earliest", "08:00:00"],
    ["the afternoon one", "13:30:00"],
  ])("reads %j as %j", async (words, time) => {
    expect(await talk().calls(...start, words)).toEqual([`confirm_appointment(74101|2026-11-24|${time})`]);
  });

  it("asks when a part of the day has several", async () => {
    expect(await talk().calls(...start, "in the morning")).toEqual([]);
    expect(await talk().calls(...start, "in the morning", "the second one")).toEqual([
      "confirm_appointment(74101|2026-11-24|10:00:00)",
    ]);
  });

  it("changes the time while the confirmation is open", async () => {
    expect(await talk().calls(...start, "10", "no, make it 8")).toEqual([
      "confirm_appointment(74101|2026-11-24|8)",
    ]);
  });

  it.each(["is there a slot earlier than 10?", "what do you have after 2?"])(
    "picks nothing at %j",
    async (words) => {
      expect(await talk().calls(...start, words)).not.toContainEqual(expect.stringContaining("confirm"));
    },
  );

  it("takes the one that is left for a plain yes", async () => {
    const slots = ok({
      project_id: "74101",
      project_number: "1",
      date: "2026-11-24",
      date_label: "Tuesday",
      time_slots: [sampleSlots[0]],
    });

    expect(await talk({ get_time_slots: slots }).calls(...start, "that works")).toEqual([
      "confirm_appointment(74101|2026-11-24|08:00:00)",
    ]);
  });
});
