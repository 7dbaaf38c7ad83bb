import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useWholePage } from "./whole-page.ts";

const minute = 60;

describe.runIf(hasBrowser)("the whole system, when something is in the way", () => {
  const whole = useWholePage();

  /** Up to the open question for the first customer's flooring. */
  async function untilAsked() {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my flooring installation");
    await chat.say("the second one");
    await chat.sayAndSee("10 am");
    return { id, chat };
  }

  const posts = () => whole.requestsTo("/schedule").filter(({ method }) => method === "POST");

  it("offers the day's other times when the slot was taken between question and yes", async () => {
    const { id, chat } = await untilAsked();
    whole.system().engine.fillSlot({ clientId: "EASTHOME", date: "2026-12-02", time: "10:00:00" });

    await chat.press("Yes, book it");

    const refused = whole.system().actions.at(-1);
    expect(refused).toMatchObject({ action: "confirm_appointment", outcome: "slot_taken" });
    const { time_slots: slots } = (refused?.reply.result ?? {}) as { time_slots?: { time: string }[] };
    const left = (slots ?? []).map(({ time }) => time);
    expect(left).not.toContain("10:00:00");
    expect(whole.booked(id)).toEqual([]);

    await chat.say("the last one");
    await chat.press("Yes, book it");

    expect(whole.booked(id)).toMatchObject([{ date: "2026-12-02", time: left.at(-1) }]);
    expect(await chat.standings()).toEqual(["approved", "approved"]);
  });

  it("goes on in a new session when the old one is over: a yes to its question books nothing", async () => {
    const { id, chat } = await untilAsked();
    whole.clock().advance(31 * minute);

    await chat.say("yes");
    const afterOldYes = whole.booked(id);
    await chat.say("schedule my flooring installation");
    await chat.say("the second one, at 10 am");
    await chat.press("Yes, book it");

    expect(afterOldYes).toEqual([]);
    expect(await chat.page.getByRole("alert").count()).toBe(0);
    expect(whole.booked(id)).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it("asks to sign in again when PF360 no longer takes the customer's bearer, and goes on in the session", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("hello");
    whole.system().pf360.faults.add({ match: { method: "GET" }, times: 1, status: 401 });

    await chat.say("schedule my flooring installation");
    const refused = whole.actionsSeen();
    await chat.page.getByRole("button", { name: "Sign in again" }).click();
    await chat.lastAnswer.getByRole("listitem").first().waitFor();
    await chat.say("the second one, at 10 am");
    await chat.press("Yes, book it");

    expect(refused).toEqual(["list_projects reauth_required"]);
    const bearers = whole.requestsTo("/EASTHOME/").map(({ headers }) => headers.authorization);
    expect(new Set(bearers).size).toBe(2);
    expect(whole.booked(id)).toHaveLength(1);
  });

  it("says so when PF360 is down, and works again when it is back", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    whole.system().pf360.faults.add({ match: { method: "GET" }, times: 1000, status: 503 });

    await chat.say("schedule my flooring installation");

    expect(whole.actionsSeen()).toEqual(["list_projects upstream_down"]);
    expect(await chat.lastAnswer.textContent()).not.toBe("");
    expect(await chat.lastAnswer.getByRole("listitem").count()).toBe(0);

    whole.system().pf360.faults.clear();
    await chat.say("schedule my flooring installation");
    await chat.say("the first one, at 10 am");
    await chat.press("Yes, book it");

    expect(whole.booked(id)).toHaveLength(1);
  });

  it("tells a booking whose answer was cut as unknown, and never sends it twice", async () => {
    const { id, chat } = await untilAsked();
    whole
      .system()
      .pf360.faults.add({ match: { method: "POST", path: "*/schedule" }, times: 1, cut: "after" });

    await chat.press("Yes, book it");
    const told = whole.actionsSeen().at(-1);
    await chat.say("yes");
    await chat.say("book it again please");

    expect(told).toBe("confirm_appointment unknown_outcome");
    expect(posts()).toMatchObject([{ status: null }]);
    expect(whole.booked(id)).toHaveLength(1);
    expect(whole.actionsSeen()).not.toContain("confirm_appointment ok");
    expect(await chat.standings()).toEqual(["approved"]);
  });

  it("does not take an answer to a question that has expired", async () => {
    const { id, chat } = await untilAsked();
    whole.clock().advance(11 * minute);

    await chat.press("Yes, book it");

    expect(await chat.standings()).toEqual(["expired"]);
    expect(whole.booked(id)).toEqual([]);
    expect(posts()).toEqual([]);
  });
});
