import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "#tests/builders/chat-client.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

/** The same conversations whichever way the actions reach PF360 (design, decision 9). */
describe.each([
  ["over HTTP (USE_REAL_API=true)", false],
  ["in process (USE_REAL_API=false)", true],
])("a booking by conversation, PF360 %s", (_, sampleData) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startRunningSystem({ sampleData });
  });
  afterAll(() => system.close());

  it("stands in the simulator's own book after the customer's yes", async () => {
    const customer = await signIn(system, "1000101");

    await customer.say("I'd like to schedule my flooring installation");
    await customer.say("the second one");
    const asked = await customer.say("10 am please");
    const before = system.engine.appointments().length;
    const done = await customer.click(true);

    expect(asked.confirmation).toMatchObject({ action: "confirm_appointment", state: "shown" });
    expect(done.error).toBeUndefined();
    expect(before).toBe(system.engine.appointments().length - 1);
    expect(system.engine.appointments().at(-1)).toMatchObject({
      customer_id: "1000101",
      date: asked.confirmation?.summary?.date,
      time: "10:00:00",
      status: "Scheduled",
    });
    expect(system.actions.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "list_projects ok",
      "get_available_dates ok",
      "get_time_slots ok",
      "confirm_appointment needs_confirmation",
      "confirm_appointment ok",
    ]);
  });

  it("is cancelled in the same way, asked first", async () => {
    const customer = await signIn(system, "1000101");
    const asked = await customer.say("please cancel my door installation");
    const isBooked = () =>
      system.engine
        .appointments()
        .some(({ project_id }) => project_id === asked.confirmation?.summary?.project_id);
    const before = isBooked();
    await customer.say("yes");

    expect(asked.confirmation).toMatchObject({ action: "cancel_appointment", state: "shown" });
    expect(before).toBe(true);
    expect(isBooked()).toBe(false);
  });
});
