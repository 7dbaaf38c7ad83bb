import { describe, expect, it } from "vitest";
import { ok, refuse, sampleSlots } from "#tests/builders/sample-replies.ts";
import { talk } from "#tests/builders/scripted-talk.ts";

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
