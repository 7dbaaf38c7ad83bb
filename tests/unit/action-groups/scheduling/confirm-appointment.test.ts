import { describe, expect, it } from "vitest";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";
import { actionScene, firstProject } from "#tests/builders/action-scene.ts";

/** A scene in which dates and the first date's times have been offered for the customer's flooring. */
async function offeredScene(options: Parameters<typeof actionScene>[0] = {}) {
  const scene = await actionScene(options);
  const { project_id } = firstProject(
    await scene.call("list_projects"),
    ({ category }) => category === "Flooring",
  );
  const dates = await scene.call("get_available_dates", { project_id });
  const [date] = (dates.result as { available_dates: { date: string }[] }).available_dates;
  if (!date) throw new Error("no date is free");
  const times = await scene.call("get_time_slots", { project_id, date: date.date });
  const slots = (times.result as { time_slots: { time: string }[] }).time_slots;
  const [slot, other] = slots;
  if (!slot || !other) throw new Error("no two times are free");
  const args = { project_id, date: date.date, time: slot.time };
  const posts = () => scene.sent.filter(({ method }) => method === "POST");
  return { ...scene, args, other: { ...args, time: other.time }, posts };
}

describe("confirm_appointment", () => {
  it("books once, after the customer's yes, with what PF360 wants", async () => {
    const { call, answer, args, engine, posts, clock } = await offeredScene();
    const requestId = await call("confirm_appointment", args).then(() => undefined);
    await answer(true);

    const reply = await call("confirm_appointment", args);

    expect(requestId).toBeUndefined();
    expect(reply).toMatchObject({
      outcome: "ok",
      result: { project_id: args.project_id, date: args.date, time: args.time },
    });
    expect(posts()).toHaveLength(1);
    expect(posts()[0]?.body).toEqual({
      date: args.date,
      time: args.time,
      request_id: expect.any(Number),
      created_at: "11-23-2026 20:30:00",
      is_chatbot: "true",
    });
    expect(engine.appointments()).toContainEqual(
      expect.objectContaining({ ...args, customer_id: "1000101" }),
    );
    expect(new Date(clock.nowMs()).toISOString()).toBe("2026-11-23T15:00:00.000Z");
  });

  it("clears the offer after a booking and loses nothing else of the session", async () => {
    const { call, answer, args, sessions, sessionId } = await offeredScene();
    const before = await sessions.get(sessionId);
    await call("confirm_appointment", args);
    await answer(true);
    await call("confirm_appointment", args);

    const after = await sessions.get(sessionId);

    expect(before?.offers[args.project_id]?.dates).toContain(args.date);
    expect(after).toEqual({ ...before, offers: {}, confirmation: undefined });
  });

  it("asks first, again and again, and changes nothing without a yes", async () => {
    const { call, args, posts, engine } = await offeredScene();
    const before = engine.appointments();

    const replies = [await call("confirm_appointment", args), await call("confirm_appointment", args)];

    expect(replies.map(({ outcome }) => outcome)).toEqual(["needs_confirmation", "needs_confirmation"]);
    expect(replies[0]?.result).toMatchObject({ summary: { ...args, dry_run: false } });
    expect(posts()).toHaveLength(0);
    expect(engine.appointments()).toEqual(before);
  });

  it("asks anew when the arguments differ from those the customer agreed to", async () => {
    const { call, answer, args, other, posts } = await offeredScene();
    await call("confirm_appointment", args);
    await answer(true);

    const reply = await call("confirm_appointment", other);

    expect(reply.outcome).toBe("needs_confirmation");
    expect(posts()).toHaveLength(0);
  });

  it("takes one yes for one booking: a second call finds it consumed and asks nothing new", async () => {
    const { call, answer, args, posts, sessions, sessionId } = await offeredScene();
    await call("confirm_appointment", args);
    await answer(true);

    const replies = await Promise.all([1, 2, 3].map(() => call("confirm_appointment", args)));

    expect(replies.filter(({ outcome }) => outcome === "ok")).toHaveLength(1);
    expect(posts()).toHaveLength(1);
    expect((await sessions.get(sessionId))?.confirmation).toBeUndefined();
  });

  it("asks anew after a no, and after ten minutes", async () => {
    const { call, answer, args, clock, posts } = await offeredScene();
    await call("confirm_appointment", args);
    await answer(false);
    const afterNo = await call("confirm_appointment", args);
    await answer(true);
    clock.advance(601);
    const late = await call("confirm_appointment", args);

    expect([afterNo.outcome, late.outcome]).toEqual(["needs_confirmation", "needs_confirmation"]);
    expect(posts()).toHaveLength(0);
  });

  it("shows the request and books nothing in a dry run, even after a yes", async () => {
    const { call, answer, args, posts, engine } = await offeredScene({
      flags: { confirmSchedule: false, cancelSchedule: true },
    });
    const before = engine.appointments();
    const asked = await call("confirm_appointment", args);
    await answer(true);

    const reply = await call("confirm_appointment", args);

    expect(asked).toMatchObject({ outcome: "needs_confirmation", result: { summary: { dry_run: true } } });
    expect(reply).toMatchObject({
      outcome: "dry_run",
      result: {
        request: { method: "POST", path: expect.stringContaining("/schedule"), body: { date: args.date } },
      },
    });
    expect(JSON.stringify(reply)).not.toContain("request_id");
    expect(posts()).toHaveLength(0);
    expect(engine.appointments()).toEqual(before);
  });

  it("says that the office must still agree where the tenant's bookings are reviewed", async () => {
    const { call, answer, args } = await offeredScene({ switches: { reviewedTenants: ["EASTHOME"] } });
    await call("confirm_appointment", args);
    await answer(true);

    expect((await call("confirm_appointment", args)).outcome).toBe("pending_review");
  });

  it("offers the other times when somebody else was faster", async () => {
    const { call, answer, args, engine, tenant } = await offeredScene();
    await call("confirm_appointment", args);
    await answer(true);
    engine.fillSlot({ clientId: tenant.client_id, date: args.date, time: args.time });

    const reply = await call("confirm_appointment", args);

    expect(reply.outcome).toBe("slot_taken");
    const { time_slots } = reply.result as { time_slots: { time: string }[] };
    expect(time_slots.map(({ time }) => time)).not.toContain(args.time);
    expect(time_slots.length).toBeGreaterThan(0);
  });

  it.each([
    ["a date", { date: "2026-12-20" }, "date_not_offered"],
    ["a time", { time: "03:00:00" }, "time_not_offered"],
  ])("refuses %s that was not offered, with what can be offered", async (_, change, reason) => {
    const { call, args, posts } = await offeredScene();

    const reply = await call("confirm_appointment", { ...args, ...change });

    expect(reply).toMatchObject({ outcome: "stale_state", reason });
    expect(reply.result).toHaveProperty(reason === "date_not_offered" ? "available_dates" : "time_slots");
    expect(posts()).toHaveLength(0);
  });

  it("refuses to book in a session that was offered nothing", async () => {
    const { project_id } = firstProject(
      await (await actionScene()).call("list_projects"),
      ({ can_schedule }) => can_schedule,
    );
    const { call } = await actionScene();

    const reply = await call("confirm_appointment", { project_id, date: "2026-12-01", time: "10:00" });

    expect(reply).toMatchObject({ outcome: "stale_state", reason: "nothing_offered_yet" });
  });

  it("tells an unknown fate as unknown, with the office's number, and does not send again", async () => {
    const { call, answer, args, intercept, posts, tenant } = await offeredScene();
    await call("confirm_appointment", args);
    await answer(true);
    intercept(({ method }) => (method === "POST" ? new Pf360Error("unknown_outcome") : undefined));

    const reply = await call("confirm_appointment", args);

    expect(reply).toMatchObject({
      outcome: "unknown_outcome",
      result: { office: { phone: tenant.support_phone } },
    });
    expect(posts()).toHaveLength(1);
  });

  it.each([
    [401, {}, "reauth_required"],
    [403, {}, "reauth_required"],
    [409, { message: "conflict" }, "slot_taken"],
    [429, {}, "upstream_busy"],
    [500, {}, "unknown_outcome"],
    [200, { error: "Slot is not available" }, "slot_taken"],
  ])("answers PF360's %i %j with %s", async (status, body, outcome) => {
    const { call, answer, args, intercept } = await offeredScene();
    await call("confirm_appointment", args);
    await answer(true);
    intercept(({ method }) => (method === "POST" ? { status, body } : undefined));

    expect((await call("confirm_appointment", args)).outcome).toBe(outcome);
  });
});
