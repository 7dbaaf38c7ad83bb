import { describe, expect, it } from "vitest";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import {
  ok,
  refuse,
  sampleActions,
  sampleProjects,
  sampleSlots,
  shownProject,
} from "#tests/builders/sample-replies.ts";
import { createDialogue } from "#tests/builders/scripted-dialogue.ts";

function talk(...args: Parameters<typeof sampleActions>) {
  const world = sampleActions(...args);
  const say = createDialogue(createScriptedModel(), world.actions);
  /** The calls of the last message, as `operation(values)`. */
  async function calls(...words: string[]): Promise<string[]> {
    let last: string[] = [];
    for (const one of words) {
      const answered = await say(one);
      last = answered.calls.map(({ operation, input }) => `${operation}(${Object.values(input).join("|")})`);
    }
    return last;
  }
  return { say, calls, approve: world.approve };
}

describe("booking by conversation", () => {
  it("goes from the project over date and time to the confirmation, passing the words on as written", async () => {
    const { calls } = talk();

    expect(await calls("I'd like to schedule my flooring installation")).toEqual([
      "list_projects()",
      "get_available_dates(74101)",
    ]);
    expect(await calls("the 21st")).toEqual(["get_time_slots(74101|the 21st)"]);
    expect(await calls("10")).toEqual(["confirm_appointment(74101|2026-11-24|10)"]);
  });

  it("takes one sentence as far as it reaches", async () => {
    expect(await talk().calls("book my flooring for next Tuesday at 10 am")).toEqual([
      "list_projects()",
      "get_available_dates(74101|next Tuesday)",
      "get_time_slots(74101|next Tuesday)",
      "confirm_appointment(74101|2026-11-24|10 am)",
    ]);
  });

  it("keeps the date and the time that were named before the project", async () => {
    expect(await talk().calls("Can I book a visit next Tuesday at 10?", "the windows")).toEqual([
      "get_available_dates(74102|next Tuesday)",
      "get_time_slots(74102|next Tuesday)",
      "confirm_appointment(74102|2026-11-24|10)",
    ]);
  });

  it("calls the approved action with exactly the approved values", async () => {
    const { say, calls, approve } = talk();
    await calls("book my flooring for next Tuesday at 10 am");
    approve();
    const summary = {
      project_id: "74101",
      project_number: "ORD-74101",
      date: "2026-11-24",
      time: "10:00:00",
      dry_run: false,
    };

    const answered = await say("yes", {
      context: { answered: { action: "confirm_appointment", approved: true, summary } },
    });

    expect(answered.calls).toEqual([
      {
        agent: "scheduling",
        operation: "confirm_appointment",
        input: { project_id: "74101", date: "2026-11-24", time: "10:00:00" },
      },
    ]);
  });

  it("calls nothing when the customer declined", async () => {
    const { say, calls } = talk();
    await calls("book my flooring for next Tuesday at 10 am");
    const summary = { project_id: "74101", project_number: "ORD-74101", dry_run: false };

    const answered = await say("no", {
      context: { answered: { action: "confirm_appointment", approved: false, summary } },
    });

    expect(answered).toMatchObject({ recipients: ["scheduling"], calls: [] });
  });

  it.each(["yes please", "ok, book it", "sounds good", "go ahead"])(
    "asks the action again at %j without an approval",
    async (yes) => {
      expect(await talk().calls("book my flooring for next Tuesday at 10 am", yes)).toEqual([
        "confirm_appointment(74101|2026-11-24|10 am)",
      ]);
    },
  );

  it.each(["never mind", "no", "cancel that"])("calls nothing at %j before the confirmation", async (no) => {
    expect(await talk().calls("book my flooring for next Tuesday at 10 am", no)).toEqual([]);
  });

  it("lists the projects anew after a booking", async () => {
    const { calls, say, approve } = talk();
    await calls("book my flooring for next Tuesday at 10 am");
    approve();
    const summary = {
      project_id: "74101",
      project_number: "ORD-74101",
      date: "2026-11-24",
      time: "10:00:00",
      dry_run: false,
    };
    await say("yes", { context: { answered: { action: "confirm_appointment", approved: true, summary } } });

    expect(await calls("now book my windows")).toEqual(["list_projects()", "get_available_dates(74102)"]);
  });
});

describe("after a cancelling", () => {
  it("asks for the dates of that project again, whatever was known of it before", async () => {
    const { calls, say, approve } = talk();
    await calls("cancel my door installation");
    approve();
    const summary = { project_id: "74103", project_number: "ORD-74103", dry_run: false };
    await say("yes", { context: { answered: { action: "cancel_appointment", approved: true, summary } } });

    expect(await calls("and now book it again for next week")).toContain(
      "get_available_dates(74103|next week)",
    );
  });
});

describe("a no to the question", () => {
  it("leads to the other one of two where the words say so", async () => {
    const slots = sampleSlots.slice(0, 2);
    const { calls } = talk({
      get_time_slots: () =>
        ok({
          project_id: "74101",
          project_number: "ORD-74101",
          date: "2026-11-24",
          date_label: "Tuesday, November 24, 2026",
          time_slots: slots,
        }),
    });

    const last = await calls("book my flooring", "Tuesday", "the earlier one", "no sorry, the other one");

    expect(last).toEqual([`confirm_appointment(74101|2026-11-24|${slots[1]?.time})`]);
  });
});

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

describe("what an action offers instead", () => {
  const named = { project_id: "74101", project_number: "ORD-74101" };
  const start = "schedule my flooring";

  it.each(["stale_state", "slot_taken"] as const)("is picked from after %s", async (outcome) => {
    const confirm_appointment = refuse(outcome, {
      reason: "time_not_offered",
      result: {
        ...named,
        date: "2026-11-25",
        date_label: "Wednesday, November 25, 2026",
        time_slots: sampleSlots,
      },
    });
    const { calls } = talk({ confirm_appointment });

    expect(await calls(start, "Tuesday", "11 am", "the first one")).toEqual([
      "confirm_appointment(74101|2026-11-25|08:00:00)",
    ]);
  });

  it("is picked from after an ambiguous date", async () => {
    const options = [
      { date: "2026-12-05", label: "Saturday, December 5, 2026" },
      { date: "2026-12-06", label: "Sunday, December 6, 2026" },
    ];
    const get_time_slots = refuse("ask_user", {
      field: "date",
      reason: "ambiguous_date",
      result: { options },
    });

    expect(await talk({ get_time_slots }).calls(start, "the 5th", "the second one")).toEqual([
      "get_time_slots(74101|2026-12-06)",
    ]);
  });

  it("is picked from after an ambiguous time", async () => {
    const options = [sampleSlots[0], sampleSlots[2]];
    const confirm_appointment = refuse("ask_user", {
      field: "time",
      reason: "ambiguous_time",
      result: { options },
    });

    expect(await talk({ confirm_appointment }).calls(start, "Tuesday", "1", "the second one")).toEqual([
      "confirm_appointment(74101|2026-11-24|13:30:00)",
    ]);
  });

  it("is looked up when nothing was offered yet", async () => {
    const get_time_slots = refuse("stale_state", { reason: "nothing_offered_yet" });

    expect(await talk({ get_time_slots }).calls(start, "Tuesday")).toEqual([
      "get_time_slots(74101|Tuesday)",
      "get_available_dates(74101)",
    ]);
  });
});
