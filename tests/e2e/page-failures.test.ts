import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { sayChunks } from "./stub-chunks.ts";

describe.runIf(hasBrowser)("the page, when something fails", () => {
  const local = useLocalPage();

  it("shows a failure as one and sends the same message again on demand", async () => {
    const errorText = JSON.stringify({ code: "upstream_down", retryable: true, request_id: "req-7" });
    local.bff().turns.push({ end: "complete", chunks: [{ type: "error", errorText }] });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Here you are.") });
    const { page, log, say } = await local.openChat();

    await say("When is my appointment?");
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.getAttribute("data-code")).toBe("upstream_down");
    expect(await alert.textContent()).toContain("req-7");
    expect(await log.getByRole("article").count()).toBe(1);
    expect(await alert.getByRole("link").getAttribute("href")).toBe("tel:5550142");
    await alert.getByRole("button", { name: "Try again" }).click();

    await log.getByText("Here you are.").waitFor();
    const [first, second] = local.turnsAsked();
    expect(second?.body.messages).toEqual(first?.body.messages);
    expect(await alert.count()).toBe(0);
  });

  it("offers no retry where it cannot help", async () => {
    const errorText = JSON.stringify({ code: "agent_forbidden", retryable: false, request_id: "r" });
    local.bff().turns.push({ end: "complete", chunks: [{ type: "error", errorText }] });
    const { page, say } = await local.openChat();

    await say("hello");

    await page.locator('[data-code="agent_forbidden"]').waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
  });

  it("takes a stream that ends without having finished for a failure", async () => {
    local.bff().turns.push({ end: "cut", chunks: sayChunks("It is booked for Fri") });
    const { page, say } = await local.openChat();

    await say("book it");

    await page.locator('[data-code="cut_short"]').waitFor();
  });
});
