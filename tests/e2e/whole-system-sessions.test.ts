import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useWholePage } from "./whole-page.ts";

const minute = 60;
const hour = 60 * minute;

describe.runIf(hasBrowser)("sessions in the whole system", () => {
  const whole = useWholePage();

  const posts = () => whole.requestsTo("/schedule").filter(({ method }) => method === "POST");
  const articles = (chat: { log: Locator }) => chat.log.getByRole("article").allTextContents();

  it("has two browsers of two tenants on one machine, and neither sees anything of the other", async () => {
    const flooring = whole.project("1000101", "Flooring", "Ready To Schedule");
    const windows = whole.project("2000201", "Windows", "Ready to Schedule");
    const east = await whole.signIn("1000101");
    const west = await whole.signInElsewhere("2000201");

    await east.say("I'd like to schedule my flooring installation");
    await west.say("I would like to schedule my windows installation");
    await east.say("the second one, at 10 am");
    await west.say("the first one");
    await west.say("the second one");
    await east.press("Yes, book it");
    await west.press("Yes, book it");

    expect(whole.booked(flooring.id)).toMatchObject([{ client_id: "EASTHOME", customer_id: "1000101" }]);
    expect(whole.booked(windows.id)).toMatchObject([{ client_id: "WESTHOME", customer_id: "2000201" }]);
    expect(await east.page.content()).not.toContain(windows.number);
    expect(await west.page.content()).not.toContain(flooring.number);
    await east.page.reload();
    await west.page.reload();
    const eastAgain = await whole.chooseCustomer("1000101");
    const westAgain = await whole.chooseCustomer("2000201", west.page);
    expect((await articles(eastAgain)).join()).toContain("flooring");
    expect((await articles(eastAgain)).join()).not.toContain("windows");
    expect((await articles(westAgain)).join()).toContain("windows");
    expect((await articles(westAgain)).join()).not.toContain("flooring");
    expect(whole.faults()).toEqual([]);
  });

  it("restores the conversation after a reload, word for word, and goes on with it", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const first = await whole.signIn("1000101");
    await first.say("what are your business hours?");
    await first.say("I'd like to schedule my flooring installation");
    const before = await articles(first);

    await first.page.reload();
    const chat = await whole.chooseCustomer("1000101");
    const after = await articles(chat);
    await chat.say("schedule my flooring installation");
    await chat.say("the first one, at 10 am");
    await chat.press("Yes, book it");

    expect(before).toHaveLength(4);
    expect(after).toEqual(before);
    expect(whole.booked(id)).toHaveLength(1);
    expect(whole.faults()).toEqual([]);
  });

  it("no longer shows messages after 24 hours", async () => {
    const first = await whole.signIn("1000101");
    await first.sayAndSee("what are your business hours?");
    whole.clock().advance(24 * hour + minute);

    await first.page.reload();
    const chat = await whole.chooseCustomer("1000101");

    expect(await articles(chat)).toEqual([]);
    await chat.page.getByRole("heading", { name: "How can I help" }).waitFor();
  });

  it("shows nothing of one customer to another of the same retailer in the same browser", async () => {
    const first = await whole.signIn("1000101");
    await first.say("show me my projects");
    const said = await first.lastAnswer.textContent();

    await first.page.getByRole("button", { name: "Change customer" }).click();
    const other = await whole.chooseCustomer("1000102");

    expect(said).not.toBe("");
    expect(await articles(other)).toEqual([]);
    expect(await other.page.content()).not.toContain("show me my projects");
  });

  it("has two tabs with a session each, which follow each other and do not log each other out", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const first = await whole.signIn("1000101");
    await first.say("hello");
    const second = await whole.signInElsewhere("1000101");

    await second.sayAndSee("what are your business hours?");
    whole.clock().advance(16 * minute);
    await first.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await first.log.getByText("what are your business hours?").waitFor();
    await second.say("where are you?");
    await first.say("schedule my flooring installation");
    await first.say("the first one, at 10 am");
    await first.press("Yes, book it");

    expect(whole.booked(id)).toHaveLength(1);
    for (const { page } of [first, second]) expect(await page.getByRole("alert").count()).toBe(0);
    await second.page.reload();
    const again = await whole.chooseCustomer("1000101", second.page);
    const restored = (await articles(again)).join("\n");
    for (const said of [
      "hello",
      "what are your business hours?",
      "where are you?",
      "the first one, at 10 am",
    ]) {
      expect(restored).toContain(said);
    }
  });

  it("deletes everything on demand, shows a receipt, and begins anew; another tab finds it gone", async () => {
    const chat = await whole.signIn("1000101");
    await chat.say("what are your business hours?");
    const other = await whole.signInElsewhere("1000101");
    const before = await articles(other);

    await chat.page.getByRole("button", { name: "Delete this conversation" }).click();
    const dialog = chat.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    const receipt = dialog.locator('[data-receipt="complete"]');
    await receipt.waitFor();
    const number = await receipt.textContent();
    await dialog.getByRole("button", { name: "Close" }).click();
    await chat.page.locator('[data-history="ready"]').waitFor();
    await other.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await other.page.getByRole("heading", { name: "How can I help" }).waitFor();

    expect(before).toHaveLength(2);
    expect(number).not.toBe("");
    expect(await articles(chat)).toEqual([]);
    expect(await articles(other)).toEqual([]);
    await chat.say("show me my projects");
    await chat.page.reload();
    const again = await whole.chooseCustomer("1000101");
    expect(await articles(again)).toHaveLength(2);
    expect((await articles(again)).join()).not.toContain("business hours");
  });

  it("lets a booking go on in silence when the token runs out in the middle of it", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my flooring installation");
    await chat.sayAndSee("the second one");
    whole.clock().advance(16 * minute);

    await chat.say("10 am");
    await chat.press("Yes, book it");

    expect(whole.booked(id)).toHaveLength(1);
    expect(posts()).toHaveLength(1);
    expect(await chat.standings()).toEqual(["approved"]);
    expect(await chat.page.getByRole("alert").count()).toBe(0);
  });

  it("asks for a new sign-in in the middle of a booking when the host's is over, and the same words go on", async () => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.sayAndSee("schedule my flooring installation");
    await chat.page.route("**/local/tokens", (route) => route.fulfill({ status: 401, json: {} }));
    whole.clock().advance(31 * minute);
    const sent: unknown[] = [];
    chat.page.on("request", (request) => {
      if (request.url().endsWith("/api/chat")) sent.push(request.postDataJSON().messages);
    });

    await chat.say("the second one");
    const signIn = chat.page.getByRole("button", { name: "Sign in again" });
    await signIn.waitFor();
    await chat.box.fill("half a draft");
    const refused = whole.actionsSeen();
    await chat.page.unroute("**/local/tokens");
    await signIn.click();
    await chat.page.locator('[data-code="sign_in_again"]').waitFor({ state: "detached" });
    await chat.log.and(chat.page.locator('[aria-busy="false"]')).waitFor();

    expect(refused).toEqual(["list_projects ok", "get_available_dates ok"]);
    expect(new Set(sent.map((messages) => JSON.stringify(messages))).size).toBe(1);
    expect(await chat.box.inputValue()).toBe("half a draft");
    expect(await chat.log.getByText("the second one").count()).toBe(1);
    await chat.say("schedule my flooring installation");
    await chat.say("the second one, at 10 am");
    await chat.press("Yes, book it");
    expect(whole.booked(id)).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it("keeps a session's tokens out of everything that the browser stores", async () => {
    const chat = await whole.signIn("1000101");
    await chat.say("hello");

    const stored = await chat.page.evaluate(
      "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])",
    );

    expect(JSON.parse(String(stored))).toEqual([{}, {}, ""]);
  });
});
