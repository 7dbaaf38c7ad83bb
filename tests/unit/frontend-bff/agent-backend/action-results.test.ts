import { describe, expect, it } from "vitest";
import { informationActions } from "#action-groups/information/index.ts";
import { notesActions } from "#action-groups/notes/index.ts";
import { schedulingActions } from "#action-groups/scheduling/index.ts";
import { readActionReply, shownByAction } from "#frontend-bff/agent-backend/action-results.ts";

const read = (action: string, reply: object) => readActionReply(action, JSON.stringify(reply));
const named = { project_id: "7", project_number: "A-7" };
const timeSlots = [{ time: "10:00:00", label: "10:00 AM", part: "morning" }];

describe("readActionReply", () => {
  it("keeps the fields of the action's shape and nothing else", () => {
    const result = { ...named, date: "2026-11-27", date_label: "Friday, November 27", time_slots: timeSlots };

    expect(
      read("get_time_slots", { outcome: "ok", message: "m", result: { ...result, token: "t" } }),
    ).toEqual({
      outcome: "ok",
      result,
    });
  });

  it("reads the summary of a confirmation, whatever the action", () => {
    const summary = { ...named, date: "2026-11-27", dry_run: false };

    expect(read("confirm_appointment", { outcome: "needs_confirmation", result: { summary } })).toEqual({
      outcome: "needs_confirmation",
      result: { summary },
    });
  });

  it.each([
    ["slot_taken", { date: "2026-11-27", date_label: "Friday", time_slots: timeSlots }],
    ["stale_state", { available_dates: [{ date: "2026-11-27", label: "Friday" }] }],
    ["ask_user", { options: timeSlots }],
    ["ask_user", { options: [{ date: "2026-11-27", label: "Friday" }] }],
    ["not_allowed", { ...named, status: "New", status_group: "waiting", office: { phone: "555-0100" } }],
  ])("reads what %s offers instead", (outcome, result) => {
    expect(read("confirm_appointment", { outcome, result })).toEqual({ outcome, result });
  });

  it("takes a dry run's result as the action's own, request and all", () => {
    const result = { ...named, request: { method: "POST", path: "/p", body: { a: 1 } } };

    expect(read("cancel_appointment", { outcome: "dry_run", result })).toEqual({
      outcome: "dry_run",
      result,
    });
  });

  it.each([
    ["does not fit", { outcome: "ok", result: { slots: 1 } }],
    ["is missing", { outcome: "ok" }],
  ])("has no result where it %s, and keeps the outcome", (_, reply) => {
    expect(read("get_time_slots", reply)).toEqual({ outcome: "ok", result: undefined });
  });

  it.each(["", "null", "[]", "not json", '{"outcome":"constructor"}', '{"error":"boom"}'])(
    "counts %j as a bug",
    (text) => {
      expect(readActionReply("get_notes", text)).toEqual({ outcome: "bug", result: undefined });
    },
  );

  it("knows the shape of every action there is, and of no other", () => {
    const promised = [...schedulingActions, ...informationActions, ...notesActions].map(
      ({ name, output }) => [name, output] as const,
    );

    expect(shownByAction.size).toBe(promised.length);
    for (const [name, output] of promised) expect(shownByAction.get(name)).toBe(output);
  });
});
