import { describe, expect, it } from "vitest";
import { findAccessFaults, hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { bookingQuestion, sayChunks } from "./stub-chunks.ts";

describe.runIf(hasBrowser)("the page, for everybody", () => {
  const local = useLocalPage();

  it.each([
    ["light", { viewport: { width: 1280, height: 720 } }],
    ["dark and narrow", { viewport: { width: 360, height: 640 }, colorScheme: "dark" as const }],
  ])("has no fault that axe can find, %s", async (_case, options) => {
    await local.openAs(options);
    const found: string[] = [];
    const look = async (state: string) => {
      for (const fault of await findAccessFaults(local.page())) found.push(`${state}: ${fault}`);
    };
    await local.page().goto(local.bff().url);
    await local
      .page()
      .getByRole("button", { name: /Ada Example/ })
      .waitFor();
    await look("chooser");
    const { page, say } = await local.openChat();
    await look("empty");
    local.bff().refusals.GET = [{ status: 503, code: "upstream_down" }];
    await page.reload();
    await page.getByRole("button", { name: /Ada Example/ }).click();
    await page.locator('[data-code="history_failed"]').waitFor();
    await look("history failed");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator('[data-history="ready"]').waitFor();
    local.bff().turns.push({
      end: "complete",
      chunks: sayChunks("1. one\n2. https://projectsforce.example/1", bookingQuestion),
    });
    await say("Friday");
    await page.getByRole("group").waitFor();
    await look("question");
    local.bff().turns.push({ end: "open", chunks: sayChunks("Let me s") });
    await say("wait");
    await page.getByText("Let me s").waitFor();
    await look("busy");
    await page.getByRole("button", { name: "Stop" }).click();
    local.bff().turns.push({ end: "cut", chunks: [] });
    await say("and now?");
    await page.getByRole("alert").waitFor();
    await look("failure");
    const { conversations, sessions } = local.bff();
    Object.assign(sessions.state, { refusesRefresh: true, refusesBearer: true });
    sessions.expireTokens();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign in again" }).waitFor();
    await look("signed out");
    sessions.state.refusesBearer = false;
    const yesterday = Math.floor(Date.now() / 1000) - 24 * 3600;
    for (let number = 1; number <= 40; number += 1) {
      const role = number % 2 ? "user" : "assistant";
      conversations.append("conv-2001", { id: `k${number}`, role, text: `message ${number}` }, yesterday);
    }
    await page.reload();
    await local.chooseFirst();
    await page.getByRole("button", { name: "Show earlier messages" }).scrollIntoViewIfNeeded();
    await look("history");
    await page.getByRole("button", { name: "Delete this conversation" }).click();
    await look("deletion");
    local.bff().refusals.DELETE = [{ status: 503, code: "deletion_incomplete" }];
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.getByRole("alert").waitFor();
    await look("deletion failed");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.locator("[data-receipt]").waitFor();
    await look("receipt");

    expect(found).toEqual([]);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBe(0);
  });
});
