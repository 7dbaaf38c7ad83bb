import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { sayChunks } from "./stub-bff.ts";

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

  it("asks to sign in again, keeps the draft, and goes on in the same session", async () => {
    local.bff().turns.push({ status: 401, contentType: "application/json", body: "{}" });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Welcome back.") });
    const { page, box, log, say } = await local.openChat();

    await say("hello again");
    const signIn = page.getByRole("button", { name: "Sign in again" });
    await signIn.waitFor();
    await box.fill("half a dra");
    await box.press("Enter");
    await signIn.click();

    await log.getByText("Welcome back.").waitFor();
    expect(await box.inputValue()).toBe("half a dra");
    const renewal = local
      .bff()
      .requests.filter(({ path }) => path === "/api/session")
      .at(-1);
    expect(renewal).toMatchObject({ authorization: "Bearer bearer-of-2001", body: { token: "token-1" } });
    expect(local.turnsAsked().map(({ authorization }) => authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
    expect(local.turnsAsked()[1]?.body.messages).toEqual(local.turnsAsked()[0]?.body.messages);
  });

  it("starts a clean conversation when the old session is over, with the unsent words as the draft", async () => {
    const errorText = JSON.stringify({ code: "reauth_required", retryable: false, request_id: "r" });
    local.bff().turns.push({ end: "complete", chunks: [{ type: "error", errorText }] });
    const { page, box, log, say } = await local.openChat();

    await say("add a note");
    local.bff().state.conversationId = "conv-2";
    await page.getByRole("button", { name: "Sign in again" }).click();

    await page.getByRole("heading", { name: "How can I help" }).waitFor();
    expect(await box.inputValue()).toBe("add a note");
    expect(await log.getByRole("article").count()).toBe(0);
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Noted.") });
    await box.press("Enter");
    await log.getByText("Noted.").waitFor();
    expect(local.turnsAsked().at(-1)?.body.id).toBe("conv-2");
  });

  it("says that signing in did not work when the bearer is refused", async () => {
    local.bff().state.refusesBearer = true;
    const page = local.page();
    await page.goto(local.bff().url);

    await page.getByRole("button", { name: /Ada Example/ }).click();

    await page.locator('[data-code="sign_in_again"]').waitFor();
  });
});
