import type { UIMessageChunk } from "ai";
import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { bookingQuestion, sayChunks } from "./stub-chunks.ts";

describe.runIf(hasBrowser)("the page", () => {
  const local = useLocalPage();

  it("signs in as a sample customer, says a message and shows the answer", async () => {
    local.bff().turns.push({ end: "complete", chunks: sayChunks("You have **one** project.") });
    const { log, say } = await local.openChat();

    await say("Show me my projects");

    await log.getByText("You have one project.").waitFor();
    const [turn] = local.turnsAsked();
    expect(turn?.caller).toBe("stream-1");
    expect(turn?.body).toMatchObject({
      id: "conv-2001",
      messages: [{ role: "user", parts: [{ type: "text", text: "Show me my projects" }] }],
    });
    expect(local.bff().requests.find(({ path }) => path === "/api/session")?.caller).toBe("bearer-of-2001");
    expect(local.faults()).toEqual([]);
  });

  it("works by the keyboard alone: a suggestion, a new line, a send", async () => {
    local.bff().turns.push({ end: "complete", chunks: sayChunks("First answer.") });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Second answer.") });
    const { page, box, log } = await local.openChat();

    await page.getByRole("button", { name: "Show me my projects" }).press("Enter");
    await log.getByText("First answer.").waitFor();
    await page.keyboard.type("one");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.type("two");
    await page.keyboard.press("Enter");

    await log.getByText("Second answer.").waitFor();
    expect(local.turnsAsked()[1]?.body).toMatchObject({ messages: [{ parts: [{ text: "one\ntwo" }] }] });
    expect(await box.inputValue()).toBe("");
  });

  it("does not send while a character is being composed", async () => {
    const { box } = await local.openChat();

    await box.fill("にほん");
    await box.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true });
    await box.dispatchEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true });

    expect(await box.inputValue()).toBe("にほん");
    expect(local.turnsAsked()).toEqual([]);
  });

  it("shows links to the retailer's hosts, and no other link or image of an answer", async () => {
    const answer =
      "[Project](https://hf.projectsforce.example/details/1) [bad](https://evil.example/) ![i](/icon.svg)";
    local.bff().turns.push({ end: "complete", chunks: sayChunks(answer) });
    const { log, say } = await local.openChat();

    await say("link?");

    const link = log.getByRole("link");
    await link.waitFor();
    expect(await link.getAttribute("href")).toBe("https://hf.projectsforce.example/details/1");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await log.locator("img").count()).toBe(0);
  });

  it("says what is being done, and stops when told to", async () => {
    local.bff().turns.push({ end: "open", chunks: sayChunks("Half an ans") });
    const { page, log, say } = await local.openChat();

    await say("Is there anything later?");
    await log.getByText("Half an ans").waitFor();
    expect(await page.getByRole("status").textContent()).not.toBe("");
    expect(await log.getAttribute("aria-busy")).toBe("true");
    await page.getByRole("button", { name: "Stop" }).click();

    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(await page.locator("textarea:focus").count()).toBe(1);
  });

  it.each([
    ["Yes, book it", true, "Yes, please."],
    ["No", false, "No, thank you."],
  ])("answers a question by the button %s, once", async (button, approved, said) => {
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Shall I?", bookingQuestion) });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Very well.") });
    const { page, log, say } = await local.openChat();
    await say("Friday at half past one");
    const card = page.getByRole("group", { name: "Book this appointment?" });

    await card.getByRole("button", { name: button, exact: true }).click();

    await log.getByText("Very well.").waitFor();
    expect(local.turnsAsked()[1]?.body).toMatchObject({
      confirmation: { id: "c1", approved },
      messages: [{ parts: [{ text: said }] }],
    });
    expect(await card.getByRole("button").count()).toBe(0);
    expect(await card.locator(":focus").count()).toBe(1);
  });

  it("has one card a question, under the words that asked last, closed by the BFF's word on a typed yes", async () => {
    const approved: UIMessageChunk = {
      type: "data-confirmation",
      id: "c1",
      data: { id: "c1", state: "approved" },
    };
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Shall I?", bookingQuestion) });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Parking is free.", bookingQuestion) });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("It is booked.", approved) });
    const { log, say } = await local.openChat();
    await say("Friday at half past one");
    await log.getByRole("group").waitFor();
    await say("where do I park?");
    await log.getByText("Parking is free.").waitFor();
    const cards = log.getByRole("group", { name: "Book this appointment?" });
    expect(await cards.count()).toBe(1);
    expect(await log.getByRole("article").last().getByRole("group").count()).toBe(1);

    await say("yes please");

    await log.getByText("It is booked.").waitFor();
    expect(await cards.getAttribute("data-standing")).toBe("approved");
    expect(await cards.getByRole("button").count()).toBe(0);
    expect(local.turnsAsked()[2]?.body).not.toHaveProperty("confirmation");
  });

  it("closes a question that nobody has answered for ten minutes", async () => {
    await local.page().clock.install();
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Shall I?", bookingQuestion) });
    const { page, log, say } = await local.openChat();
    await say("Friday at half past one");
    const card = log.getByRole("group", { name: "Book this appointment?" });
    await card.getByRole("button", { name: "Yes, book it" }).waitFor();

    await page.clock.fastForward("10:01");

    await card.and(page.locator('[data-standing="expired"]')).waitFor();
    expect(await card.getByRole("button").count()).toBe(0);
  });
});
