import { describe, expect, it } from "vitest";
import { findAccessFaults, hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { bookingQuestion, sayChunks } from "./stub-bff.ts";

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
    local.bff().turns.push({ status: 401, contentType: "application/json", body: "{}" });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Sign in again" }).waitFor();
    await look("signed out");

    expect(found).toEqual([]);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBe(0);
  });
});
