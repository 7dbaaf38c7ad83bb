import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { sayChunks } from "./stub-chunks.ts";

describe.runIf(hasBrowser)("deleting the conversation", () => {
  const local = useLocalPage();

  /** A conversation of two messages, with the question open. */
  async function askToDelete() {
    local.bff().turns.push({ end: "complete", chunks: sayChunks("A private answer.") });
    const chat = await local.openChat();
    await chat.say("a private question");
    await chat.log.getByText("A private answer.").waitFor();
    await expect.poll(() => local.bff().conversations.of("conv-2001").lastReadTurn).toBe(2);
    await chat.box.fill("a private draft");
    const opener = chat.page.getByRole("button", { name: "Delete this conversation" });
    await opener.press("Enter");
    const dialog = chat.page.getByRole("dialog");
    await dialog.waitFor();
    return { ...chat, opener, dialog };
  }

  const deletions = () =>
    local.bff().requests.filter(({ method, path }) => method === "DELETE" && path === "/api/conversation");

  it("asks first, in a dialog that the keyboard can leave, and gives the focus back", async () => {
    const { page, log, opener, dialog } = await askToDelete();
    const name = await dialog.getAttribute("aria-labelledby");
    await page.keyboard.press("Tab");
    const inside = await dialog.locator(":focus").count();

    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    expect(name).toBe("deletion-title");
    expect(inside).toBe(1);
    expect(await opener.and(page.locator(":focus")).count()).toBe(1);
    expect(await log.getByRole("article").count()).toBe(2);
    expect(deletions()).toEqual([]);
  });

  it("deletes nothing when the customer keeps it", async () => {
    const { log, dialog } = await askToDelete();

    await dialog.getByRole("button", { name: "Keep it" }).click();
    await dialog.waitFor({ state: "detached" });

    expect(await log.getByRole("article").count()).toBe(2);
    expect(deletions()).toEqual([]);
  });

  it("shows a receipt whose number can be copied, and begins anew by the host's bearer", async () => {
    const { page, box, log, dialog } = await askToDelete();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);

    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    const receipt = dialog.locator('[data-receipt="complete"]');
    await receipt.waitFor();
    await page.locator('[data-history="ready"]').waitFor();
    const told = await dialog.textContent();
    await dialog.getByRole("button", { name: "Copy the number" }).click();
    await dialog.getByText("Copied").waitFor();
    const copied = await page.evaluate("navigator.clipboard.readText()");
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });

    expect(told).toContain("November 30, 2026");
    expect(copied).toBe("del_1");
    expect(await page.content()).not.toContain("private");
    expect(await log.getByRole("article").count()).toBe(0);
    expect(await box.inputValue()).toBe("");
    expect(await page.locator("textarea:focus").count()).toBe(1);
    local.bff().turns.push({ end: "complete", chunks: sayChunks("A new answer.") });
    await box.fill("hello");
    await box.press("Enter");
    await log.getByText("A new answer.").waitFor();
    expect(local.turnsAsked().at(-1)?.body.id).toBe("conv-2001-next");
    expect(deletions()).toHaveLength(1);
    expect(local.faults()).toEqual([]);
  });

  it.each([
    ["is refused", { status: 503, code: "deletion_incomplete" } as const],
    ["gets no answer", "broken" as const],
  ])("says what to do when it %s, and can be tried again", async (_case, refusal) => {
    const { page, log, dialog } = await askToDelete();
    local.bff().refusals.DELETE = [refusal];

    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    const alert = dialog.getByRole("alert");
    await alert.waitFor();
    const phones = await alert.getByRole("link").count();
    await alert.getByRole("button", { name: "Try again" }).click();
    await dialog.locator('[data-receipt="complete"]').waitFor();
    await page.locator('[data-history="ready"]').waitFor();

    expect(phones).toBe(1);
    expect(await log.getByRole("article").count()).toBe(0);
    expect(deletions()).toHaveLength(2);
  });

  it("goes on by a new sign-in when the session is over by then", async () => {
    const { dialog } = await askToDelete();
    const { sessions } = local.bff();
    sessions.conversations.set("2001", "conv-next");
    sessions.state.refusesRefresh = true;
    sessions.expireTokens();

    await dialog.getByRole("button", { name: "Delete", exact: true }).click();

    await dialog.locator('[data-receipt="complete"]').waitFor();
    expect(deletions().map(({ caller }) => caller)).toEqual(["manage-1", "manage-2"]);
  });

  it("does not delete what is somebody else's by now", async () => {
    const { page, dialog } = await askToDelete();
    await page.route("**/local/tokens", (route) =>
      route.fulfill({ json: { access_token: "bearer-of-2002" } }),
    );
    local.bff().sessions.state.refusesRefresh = true;
    local.bff().sessions.expireTokens();

    await dialog.getByRole("button", { name: "Delete", exact: true }).click();

    await dialog.locator('[data-code="replaced"]').waitFor();
    expect(deletions().map(({ caller }) => caller)).toEqual(["manage-1"]);
    expect(await page.content()).not.toContain("private");
  });

  it("offers to sign in again when the new beginning is refused, and the receipt stays", async () => {
    const { page, dialog } = await askToDelete();
    local.bff().sessions.state.refusesBearer = true;

    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.locator('[data-receipt="complete"]').waitFor();
    await page.locator('[data-code="sign_in_again"]').waitFor();

    expect(await dialog.locator("[data-receipt]").textContent()).toBe("del_1");
  });
});
