import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { sayChunks } from "./stub-chunks.ts";

/** Epoch seconds. */
const now = () => Math.floor(Date.now() / 1000);

describe.runIf(hasBrowser)("the page's history", () => {
  const local = useLocalPage();

  /** Keeps messages in the first customer's conversation, questions and answers in turn, as `message N`. */
  function keep(count: number, at = now()) {
    const { conversations } = local.bff();
    const { turn } = conversations.of("conv-2001");
    for (let number = turn + 1; number <= turn + count; number += 1) {
      const role = number % 2 === 1 ? "user" : "assistant";
      conversations.append("conv-2001", { id: `kept-${number}`, role, text: `message ${number}` }, at);
    }
  }

  const read = () => local.bff().conversations.of("conv-2001").lastReadTurn;
  const shown = () => local.page().getByRole("log").getByRole("article").allTextContents();

  /** As a browser tells it when the tab is looked at again. */
  const seeAgain = () => local.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");

  it("comes back after a reload, with the cards gone and the words there", async () => {
    local.bff().turns.push({ end: "complete", chunks: sayChunks("You have **one** project.") });
    const first = await local.openChat();
    await first.say("Show me my projects");
    await first.log.getByText("You have one project.").waitFor();

    await first.page.reload();
    await local.chooseFirst();

    expect(await shown()).toEqual(["Show me my projects", "You have one project."]);
    expect(await local.page().getByRole("heading", { name: "How can I help" }).count()).toBe(0);
    expect(local.faults()).toEqual([]);
  });

  it("is told to be loading while it is, and empty when it is; writing does not wait for it", async () => {
    let letThrough = () => {};
    const held = new Promise<void>((go) => {
      letThrough = go;
    });
    await local.page().route("**/api/conversation?**", async (route) => {
      await held;
      await route.continue();
    });
    keep(2);
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Good day.") });
    const { page, log, say } = await local.openChat({ isWaiting: false });
    await page.getByText("Loading your conversation…").waitFor();
    const invitations = await page.getByRole("heading", { name: "How can I help" }).count();

    await say("hello");
    await log.getByText("Good day.").waitFor();
    letThrough();
    await log.getByText("message 2").waitFor();

    expect(invitations).toBe(0);
    expect(await shown()).toEqual(["message 1", "message 2", "hello", "Good day."]);
  });

  it("says when it could not be loaded, lets the customer write, and tries again on demand", async () => {
    keep(2);
    local.bff().refusals.GET = ["broken", { status: 503, code: "upstream_down" }];
    const { page, box, log } = await local.openChat({ isWaiting: false });
    const failed = page.locator('[data-code="history_failed"]');
    await failed.waitFor();
    await box.fill("half a draft");

    await failed.getByRole("button", { name: "Try again" }).click();
    await failed.waitFor();
    await failed.getByRole("button", { name: "Try again" }).click();
    await log.getByText("message 2").waitFor();

    expect(await box.inputValue()).toBe("half a draft");
    expect(await failed.count()).toBe(0);
  });

  it("shows earlier messages on demand above the others, and nothing jumps", async () => {
    keep(70);
    const { page, log } = await local.openChat();
    const button = page.getByRole("button", { name: "Show earlier messages" });
    await log.getByText("message 70", { exact: true }).waitFor();
    const atFirst = (await shown()).length;
    const place = () => log.getByText("message 41", { exact: true }).boundingBox();
    await button.scrollIntoViewIfNeeded();
    const before = await place();

    await button.press("Enter");
    await log.getByText("message 11", { exact: true }).waitFor();
    const after = await place();
    const focus = await button.and(page.locator(":focus")).count();
    await button.press("Enter");
    await log.getByText("message 1", { exact: true }).waitFor();

    expect(atFirst).toBe(30);
    expect(before?.y).toBeGreaterThan(0);
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
    expect(focus).toBe(1);
    expect(await shown()).toEqual(Array.from({ length: 70 }, (_, at) => `message ${at + 1}`));
    expect(await button.count()).toBe(0);
    expect(await page.locator(".history-top:focus").textContent()).toContain("24 hours");
    expect(local.bff().requests.flatMap(({ query }) => /before=\d+/.exec(query) ?? [])).toEqual([
      "before=41",
      "before=11",
    ]);
  });

  it("stays where it is when earlier messages do not come, and says so", async () => {
    keep(40);
    const { page, log } = await local.openChat();
    local.bff().refusals.GET = [{ status: 503, code: "upstream_down" }];
    const button = page.getByRole("button", { name: "Show earlier messages" });

    await button.press("Enter");
    await page.getByText("They could not be loaded.").waitFor();
    await button.press("Enter");

    await log.getByText("message 1", { exact: true }).waitFor();
  });

  it("has a line above each day's messages once there is more than today", async () => {
    keep(2, now() - 24 * 3600);
    keep(2);
    const { log } = await local.openChat();

    expect(await log.getByRole("heading").allTextContents()).toEqual(["Yesterday", "Today"]);
  });

  it("tells the BFF what has been seen, and reads again when another tab has gone on", async () => {
    keep(2);
    const { log, say } = await local.openChat();
    await expect.poll(read).toBe(2);
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Good day.") });
    // The number that the page will name is no longer the newest.
    await local.page().route(
      "**/api/conversation",
      async (route) => {
        keep(2);
        await route.continue();
      },
      { times: 1 },
    );

    await say("hello");

    await log.getByText("message 6").waitFor();
    await expect.poll(read).toBe(6);
    expect(await shown()).toEqual(["message 1", "message 2", "hello", "Good day.", "message 5", "message 6"]);
  });

  it("takes what another tab has said when this one is looked at again", async () => {
    keep(2);
    const { log } = await local.openChat();
    await expect.poll(read).toBe(2);
    keep(2);

    await seeAgain();

    await log.getByText("message 4").waitFor();
    expect(await shown()).toEqual(["message 1", "message 2", "message 3", "message 4"]);
    await expect.poll(read).toBe(4);
  });

  it("is cleared when the conversation was deleted elsewhere, as soon as the tab is looked at again", async () => {
    keep(2);
    const { page, log } = await local.openChat();
    const { conversations, sessions } = local.bff();
    conversations.remove("conv-2001");
    sessions.conversations.set("2001", "conv-next");
    sessions.state.refusesRefresh = true;
    sessions.expireTokens();

    await seeAgain();

    await page.getByRole("heading", { name: "How can I help" }).waitFor();
    expect(await log.getByRole("article").count()).toBe(0);
  });
});
