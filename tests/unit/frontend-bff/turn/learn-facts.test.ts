import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TurnEvent } from "#frontend-bff/stream/turn-event.ts";
import { factsChangeOf, learnFacts } from "#frontend-bff/turn/learn-facts.ts";
import { changedFacts } from "#layer/conversations/facts-change.ts";
import { type ConversationFacts, conversationFacts, intents } from "#layer/domain/conversation-facts.ts";
import { type OutcomeCode, outcomeCodes } from "#layer/domain/outcomes.ts";
import { askedConfirmation } from "#tests/builders/bff.ts";

const ended = (action: string, outcome: OutcomeCode, result?: Record<string, unknown>): TurnEvent => ({
  type: "action-ended",
  agent: "scheduling",
  group: "scheduling-actions",
  action,
  outcome,
  result,
});
const { summary } = askedConfirmation();
const asked = (action: "confirm_appointment" | "cancel_appointment"): TurnEvent => ({
  type: "confirmation",
  card: { id: "q_1", state: "shown", action, summary, expires_at: 0 },
});
const answered = (state: "approved" | "declined" | "expired"): TurnEvent => ({
  type: "confirmation",
  card: { id: "q_1", state },
});
const learned = (...events: TurnEvent[]) => events.reduce<ConversationFacts>(learnFacts, {});

const project = { project_id: "90000118", project_number: "74356-1" };
const dates = ended("get_available_dates", "ok", { ...project, available_dates: [] });
const slots = ended("get_time_slots", "ok", { ...project, date: "2026-12-01", time_slots: [] });

describe("the facts learned from a turn", () => {
  it("follow a booking step by step and end with it", () => {
    const steps = [
      ended("list_projects", "ok", { projects: [project], total: 1 }),
      dates,
      slots,
      ended("confirm_appointment", "needs_confirmation", { summary }),
      asked("confirm_appointment"),
      answered("approved"),
      ended("confirm_appointment", "ok", { ...project, date: "2026-11-24", time: "13:30:00" }),
    ];

    const facts = steps.map((_, index) => learned(...steps.slice(0, index + 1)));

    const about = { project_id: "90000118" };
    const chosen = { date: "2026-11-24", time: "13:30:00" };
    const onDate = { ...about, intent: "book", date: "2026-12-01", open_question: "which_time" };
    expect(facts).toEqual([
      { ...about, intent: "ask" },
      { ...about, intent: "book", open_question: "which_date" },
      onDate,
      onDate,
      { ...about, intent: "book", ...chosen, open_question: "confirm_appointment" },
      { ...about, intent: "book", ...chosen },
      about,
    ]);
  });

  it.each<[string, TurnEvent[], ConversationFacts["intent"]]>([
    ["dates looked for", [dates], "book"],
    [
      "an appointment that there is already",
      [ended("confirm_appointment", "not_allowed", { appointment: {} })],
      "reschedule",
    ],
    ["a cancelling asked about", [asked("cancel_appointment")], "cancel"],
    ["other dates after a cancelling was asked about", [asked("cancel_appointment"), dates], "reschedule"],
    ["a status asked for", [ended("get_project_status", "ok", project)], "ask"],
    ["a status asked for amid a booking", [dates, ended("get_project_status", "ok", project)], "book"],
    ["a note that is still to be worded", [ended("add_note", "ask_user", {})], "note"],
    ["a note added", [ended("add_note", "ok", project)], undefined],
    ["a note added amid a booking", [dates, ended("add_note", "ok", project)], "book"],
    [
      "the first half of a move",
      [
        ended("get_available_dates", "not_allowed", { appointment: { date: "2026-11-24" } }),
        asked("cancel_appointment"),
        ended("cancel_appointment", "ok", project),
      ],
      "reschedule",
    ],
  ])("have the intent that %s shows", (_what, events, intent) => {
    expect(learned(...events).intent).toBe(intent);
  });

  it.each<[string, TurnEvent, ConversationFacts["open_question"]]>([
    [
      "several projects",
      ended("get_available_dates", "ask_user", { projects: [project, project] }),
      "which_project",
    ],
    [
      "dates to choose from",
      ended("get_time_slots", "ask_user", { options: [{ date: "2026-12-01" }] }),
      "which_date",
    ],
    [
      "times to choose from",
      ended("confirm_appointment", "ask_user", { options: [{ time: "10:00:00" }] }),
      "which_time",
    ],
    [
      "dates instead of one not offered",
      ended("get_time_slots", "stale_state", { available_dates: [{}] }),
      "which_date",
    ],
    [
      "times instead of one taken",
      ended("confirm_appointment", "slot_taken", { date: "2026-12-01", time_slots: [{}] }),
      "which_time",
    ],
    ["nothing", ended("confirm_appointment", "upstream_down"), undefined],
  ])("have the question that an answer with %s leaves open", (_what, event, question) => {
    expect(learned(event).open_question).toBe(question);
  });

  it("forget the chosen time when it was taken, and date and time with another project", () => {
    const chosen = [dates, slots, asked("confirm_appointment")];
    const taken = ended("confirm_appointment", "slot_taken", { date: "2026-11-24", time_slots: [{}] });
    const other = ended("get_project_details", "ok", { project_id: "90000119" });

    expect(learned(...chosen, taken)).toEqual({
      intent: "book",
      project_id: "90000118",
      date: "2026-11-24",
      open_question: "which_time",
    });
    expect(learned(...chosen, other)).toEqual({ intent: "book", project_id: "90000119" });
  });

  it.each(["approved", "declined", "expired"] as const)("close the question that is %s", (state) => {
    expect(learned(asked("cancel_appointment"), answered(state))).not.toHaveProperty("open_question");
    expect(learned(dates, answered(state)).open_question).toBe("which_date");
  });

  it.each(["confirm_appointment", "cancel_appointment"])(
    "hold no wish to do again what may have been done (%s, outcome unknown)",
    (action) => {
      const facts = learned(dates, slots, ended(action, "unknown_outcome"));

      expect(facts).toEqual({ project_id: "90000118" });
    },
  );

  it("never come from words, nor from values that have not a fact's form", () => {
    const facts = learned(
      { type: "text-delta", text: "project 90000118 on 2026-12-01" },
      { type: "own-words", text: "book 90000118" },
      ended("get_time_slots", "ok", {
        project_id: "Jane's kitchen",
        date: "call 212-555-0140",
        time: "noon",
      }),
    );

    expect(facts).toEqual({ intent: "book", open_question: "which_time" });
  });

  it("are of the closed vocabulary whatever actions answer, and their change says what became of them", () => {
    const value = fc.oneof(
      fc.anything(),
      fc.constantFrom("90000118", "2026-12-01", "13:30:00", "2026-02-30", ...intents),
    );
    const result = fc.dictionary(
      fc.constantFrom("project_id", "date", "time", "projects", "options", "appointment", "time_slots", "x"),
      fc.oneof(value, fc.array(fc.oneof(value, fc.record({ date: value, time: value, project_id: value })))),
    );
    const action = fc.constantFrom(
      "list_projects",
      "get_available_dates",
      "get_time_slots",
      "confirm_appointment",
      "cancel_appointment",
      "add_note",
      "constructor",
    );
    const event = fc.oneof(
      fc
        .tuple(action, fc.constantFrom(...outcomeCodes), fc.option(result, { nil: undefined }))
        .map(([name, outcome, shown]) => ended(name, outcome, shown)),
      fc.constantFrom(asked("confirm_appointment"), asked("cancel_appointment"), answered("declined")),
    );

    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        let facts: ConversationFacts = {};
        for (const one of events) {
          const next = learnFacts(facts, one);
          expect(conversationFacts.parse(next)).toEqual(next);
          const change = factsChangeOf(facts, next);
          expect(changedFacts(facts, change ?? {})).toEqual(next);
          facts = next;
        }
      }),
    );
  });
});
