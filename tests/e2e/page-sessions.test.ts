import { describe, expect, it } from "vitest";
import { hasBrowser, openPage } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { sayChunks } from "./stub-chunks.ts";

describe.runIf(hasBrowser)("the page's session", () => {
  const local = useLocalPage();

  const callersOf = (path: string) =>
    local.bff().requests.flatMap((one) => (one.path === path ? [one.caller] : []));
  const signIns = () =>
    local.bff().requests.filter(({ method, path }) => method === "POST" && path === "/api/session");
  /** Waits until the page has read and marked the first turn: nothing more is on its way. */
  const allSeen = () => expect.poll(() => local.bff().conversations.of("conv-2001").lastReadTurn).toBe(2);
  const refreshes = () => local.bff().requests.filter(({ path }) => path === "/api/session/refresh");

  it("keeps its tokens in memory alone", async () => {
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Good day.") });
    const { page, log, say } = await local.openChat();
    await say("hello");
    await log.getByText("Good day.").waitFor();

    const kept = await page.evaluate(
      "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])",
    );

    expect(JSON.parse(String(kept))).toEqual([{}, {}, "", `${local.bff().url}/`]);
    expect(await page.evaluate("indexedDB.databases()")).toEqual([]);
  });

  it("sends a message on with fresh tokens when its own have run out, and the customer notices nothing", async () => {
    const { page, log, say } = await local.openChat();
    local.bff().sessions.expireTokens();
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Good day.") });

    await say("hello");

    await log.getByText("Good day.").waitFor();
    const [first, second] = local.turnsAsked();
    expect([first?.caller, second?.caller]).toEqual(["stream-1", "stream-2"]);
    expect(second?.body).toEqual(first?.body);
    expect(refreshes().map(({ body }) => body)).toEqual([{ refresh_token: "refresh-1" }]);
    expect(signIns()).toHaveLength(1);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("signs in anew in silence when the refresh is refused", async () => {
    const { page, log, say } = await local.openChat();
    local.bff().sessions.expireTokens();
    local.bff().sessions.state.refusesRefresh = true;
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Good day.") });

    await say("hello");

    await log.getByText("Good day.").waitFor();
    expect(signIns()).toHaveLength(2);
    expect(signIns()[1]?.body.token).toMatch(/\.stream-1$/);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("asks the customer when the host's sign-in is over too, keeps the draft, and goes on with the same message", async () => {
    const { page, box, log, say } = await local.openChat();
    const { sessions, turns } = local.bff();
    sessions.expireTokens();
    Object.assign(sessions.state, { refusesRefresh: true, refusesBearer: true });

    await say("hello again");
    const signIn = page.getByRole("button", { name: "Sign in again" });
    await signIn.waitFor();
    await box.fill("half a dra");
    await box.press("Enter");
    await signIn.click();
    await page.getByText("Signing in did not work").waitFor();
    sessions.state.refusesBearer = false;
    turns.push({ end: "complete", chunks: sayChunks("Welcome back.") });
    await signIn.click();

    await log.getByText("Welcome back.").waitFor();
    expect(await box.inputValue()).toBe("half a dra");
    const [first, ...others] = local.turnsAsked();
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(other.body.messages).toEqual(first?.body.messages);
    expect(await log.getByText("hello again").count()).toBe(1);
    expect(await signIn.count()).toBe(0);
    expect(await page.locator("textarea:focus").count()).toBe(1);
  });

  it("goes on after a turn in which PF360 no longer took the bearer", async () => {
    const errorText = JSON.stringify({ code: "reauth_required", retryable: false, request_id: "r" });
    local.bff().turns.push({ end: "complete", chunks: [{ type: "error", errorText }] });
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Noted.") });
    const { page, log, say } = await local.openChat();

    await say("add a note");
    await page.getByRole("button", { name: "Sign in again" }).click();

    await log.getByText("Noted.").waitFor();
    expect(signIns()).toHaveLength(2);
    expect(local.turnsAsked().map(({ caller }) => caller)).toEqual(["stream-1", "stream-2"]);
    expect(local.turnsAsked()[1]?.body.messages).toEqual(local.turnsAsked()[0]?.body.messages);
  });

  it("begins the same customer's new conversation with the unsent words as the draft", async () => {
    const { page, box, log, say } = await local.openChat();
    local.bff().turns.push({ end: "complete", chunks: sayChunks("An old answer.") });
    await say("first");
    await log.getByText("An old answer.").waitFor();
    await allSeen();
    local.bff().sessions.conversations.set("2001", "conv-new");
    local.bff().sessions.state.refusesRefresh = true;
    local.bff().sessions.expireTokens();

    await say("add a note");

    await page.getByRole("heading", { name: "How can I help" }).waitFor();
    expect(await log.getByRole("article").count()).toBe(0);
    expect(await box.inputValue()).toBe("add a note");
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Noted.") });
    await box.press("Enter");
    await log.getByText("Noted.").waitFor();
    expect(local.turnsAsked().at(-1)?.body.id).toBe("conv-new");
    expect(local.turnsAsked().filter(({ body }) => body.id === "conv-2001")).toHaveLength(2);
  });

  it("begins a new conversation on demand when the BFF says that the old one is over", async () => {
    const { page, box, log, say } = await local.openChat();
    const body = JSON.stringify({ error: { code: "conversation_gone", retryable: false, request_id: "r" } });
    local.bff().turns.push({ status: 410, contentType: "application/json", body });
    local.bff().sessions.conversations.set("2001", "conv-new");
    await say("add a note");

    await page.locator('[data-code="conversation_gone"]').getByRole("button", { name: "Try again" }).click();

    await page.getByRole("heading", { name: "How can I help" }).waitFor();
    expect(await log.getByRole("article").count()).toBe(0);
    expect(await box.inputValue()).toBe("add a note");
    expect(signIns().map(({ body: { token } }) => token)).toEqual([undefined, undefined]);
  });

  it("shows nothing of the earlier customer when the host has signed in somebody else meanwhile", async () => {
    const { page, box, log, say } = await local.openChat();
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Ada's private answer.") });
    await say("Ada's private question");
    await log.getByText("Ada's private answer.").waitFor();
    await allSeen();
    await page.route("**/local/tokens", (route) =>
      route.fulfill({ json: { access_token: "bearer-of-2002" } }),
    );
    local.bff().sessions.state.refusesRefresh = true;
    local.bff().sessions.expireTokens();

    await box.fill("half a dra");
    await say("Ada's next words");

    await page.getByRole("heading", { name: "How can I help" }).waitFor();
    expect(await page.content()).not.toContain("Ada's");
    expect(await box.inputValue()).toBe("");
    expect(local.turnsAsked().filter(({ body }) => body.id !== "conv-2001")).toEqual([]);
  });

  it("is signed out, and shows nothing any more, when another customer is chosen", async () => {
    const { page, box, log, say } = await local.openChat();
    local.bff().turns.push({ end: "complete", chunks: sayChunks("Ada's private answer.") });
    await say("Ada's private question");
    await log.getByText("Ada's private answer.").waitFor();
    await box.fill("Ada's draft");

    await page.getByRole("button", { name: "Change customer" }).click();
    await page.getByRole("button", { name: /Ben Sample/ }).click();
    await page.getByRole("heading", { name: "How can I help" }).waitFor();

    expect(await page.content()).not.toContain("Ada's");
    expect(await box.inputValue()).toBe("");
    expect(callersOf("/api/session")).toEqual(["bearer-of-2001", "manage-1", "bearer-of-2002"]);
  });

  it("is one for each tab: two tabs do not log each other out", async () => {
    const first = await local.openChat();
    const browser = first.page.context().browser();
    if (browser === null) throw new Error("the page has no browser");
    const other = await openPage(browser);
    await other.page.goto(local.bff().url);
    await other.page.getByRole("button", { name: /Ada Example/ }).click();
    await other.page.locator('[data-history="ready"]').waitFor();
    for (const answer of ["One.", "Two.", "Three."]) {
      local.bff().turns.push({ end: "complete", chunks: sayChunks(answer) });
    }

    await first.say("one");
    await first.log.getByText("One.").waitFor();
    await other.page.getByRole("textbox", { name: "Message" }).fill("two");
    await other.page.keyboard.press("Enter");
    await other.page.getByText("Two.").waitFor();
    await first.say("three");
    await first.log.getByText("Three.").waitFor();

    expect(local.turnsAsked().map(({ caller }) => caller)).toEqual(["stream-1", "stream-2", "stream-1"]);
    expect(refreshes()).toEqual([]);
    await other.close();
  });

  it("says that signing in did not work when the bearer is refused at the opening", async () => {
    local.bff().sessions.state.refusesBearer = true;
    const page = local.page();
    await page.goto(local.bff().url);

    await page.getByRole("button", { name: /Ada Example/ }).click();

    await page.locator('[data-code="sign_in_again"]').waitFor();
  });
});
