import { describe, expect, it } from "vitest";
import { timeSlotsShown } from "#layer/domain/shown.ts";
import { signIn } from "#tests/builders/chat-client.ts";
import { hasBrowser } from "./browser.ts";
import { useWholePage } from "./whole-page.ts";

describe.runIf(hasBrowser)("a booking through the whole system", () => {
  const whole = useWholePage();

  it("stands in PF360's book after a conversation, by one exact request", async () => {
    const { id, number } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("I'd like to schedule my flooring installation");
    await chat.say("the second one");
    const ours = whole.requestIds().at(-1);
    // The same customer on another device: its request ids are newer, and none of this session's.
    const elsewhere = await signIn(whole.system(), "1000101");
    await elsewhere.say("schedule my flooring installation");
    await elsewhere.say("the first one");
    await chat.say("10 am please");
    const asked = await chat.lastAnswer.textContent();
    const before = whole.booked(id);
    // Past midnight where `created_at` is written.
    whole.clock().advance(90);

    await chat.press("Yes, book it");

    expect(before).toEqual([]);
    expect(whole.requestIds().at(-1)).not.toBe(ours);
    const posts = whole.requestsTo("/schedule").filter(({ method }) => method === "POST");
    expect(posts).toEqual([
      expect.objectContaining({
        path: `/scheduler/client/EASTHOME/project/${id}/schedule`,
        query: {},
        body: {
          created_at: "12-01-2026 00:01:00",
          date: "2026-12-02",
          time: "10:00:00",
          request_id: ours,
          is_chatbot: "true",
        },
        headers: expect.objectContaining({ client_id: "EASTHOME", "content-type": "application/json" }),
        status: 200,
      }),
    ]);
    expect(whole.booked(id)).toEqual([
      expect.objectContaining({
        client_id: "EASTHOME",
        customer_id: "1000101",
        date: "2026-12-02",
        time: "10:00:00",
        status: "Scheduled",
        booked_at: "2026-11-30T18:31:00.000Z",
      }),
    ]);
    expect(whole.actionsSeen().slice(-2)).toEqual([
      "confirm_appointment needs_confirmation",
      "confirm_appointment ok",
    ]);
    expect(await chat.standings()).toEqual(["approved"]);
    expect(asked).toContain(`(order ${number})`);
    expect(whole.faults()).toEqual([]);
  });

  it("is made by a typed yes as well as by a click", async () => {
    const { id } = whole.project("1000101", "Windows", "Not Scheduled");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my windows");
    await chat.say("the first one, at 8 am");

    await chat.say("yes please");

    expect(whole.booked(id)).toMatchObject([{ time: "08:00:00" }]);
    expect(await chat.standings()).toEqual(["approved"]);
    expect(await chat.cards.getByRole("button").count()).toBe(0);
  });

  it.each(["typed", "clicked"])("is not made by a no that is %s", async (way) => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my flooring installation");
    await chat.say("the first one, at 10 am");

    if (way === "typed") await chat.say("no");
    else await chat.press("No");

    expect(await chat.standings()).toEqual(["declined"]);
    expect(whole.booked(id)).toEqual([]);
    expect(whole.requestsTo("/schedule").filter(({ method }) => method === "POST")).toEqual([]);
    expect(whole.actionsSeen()).not.toContain("confirm_appointment ok");
  });

  it("is made once by a double click", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my flooring installation");
    await chat.say("the first one, at 10 am");

    await chat.untilAnswered(() => chat.log.getByRole("button", { name: "Yes, book it" }).dblclick());

    expect(whole.booked(id)).toHaveLength(1);
    expect(whole.requestsTo("/schedule").filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(await chat.log.locator("article.user").count()).toBe(3);
    expect(await chat.page.locator("[data-code]").count()).toBe(0);
  });

  it("is made for a customer of the second tenant, in that tenant's way", async () => {
    const { id } = whole.project("2000201", "Windows", "Ready to Schedule");
    const chat = await whole.signIn("2000201");
    await chat.say("I would like to schedule my windows installation");
    await chat.say("the first one");
    const { date, time_slots } = timeSlotsShown.parse(whole.system().actions.at(-1)?.reply.result);
    await chat.say("the second one");

    await chat.press("Yes, book it");

    expect(time_slots.length).toBeGreaterThan(1);
    expect(whole.booked(id)).toMatchObject([
      { client_id: "WESTHOME", customer_id: "2000201", date, time: time_slots[1]?.time, status: "Scheduled" },
    ]);
    expect(whole.requestsTo("slotsChatbot").length).toBeGreaterThan(0);
    expect(whole.requestsTo("/schedule").at(-1)).toMatchObject({
      method: "POST",
      path: `/scheduler/client/WESTHOME/project/${id}/schedule`,
      body: { created_at: "11-30-2026 23:59:30", request_id: whole.requestIds().at(-1) },
    });
  });

  it("begins anew after a reload: an old question cannot be answered, a new one can", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const first = await whole.signIn("1000101");
    await first.say("schedule my flooring installation");
    await first.say("the first one, at 10 am");

    await whole.page().reload();
    const chat = await whole.chooseCustomer("1000101");
    await chat.say("yes");
    const afterOldYes = whole.booked(id);
    await chat.say("schedule my flooring installation");
    await chat.say("the first one, at 10 am");
    await chat.press("Yes, book it");

    expect(afterOldYes).toEqual([]);
    expect(whole.booked(id)).toHaveLength(1);
    expect(await chat.standings()).toEqual(["approved"]);
    expect(whole.faults()).toEqual([]);
  });
});
