import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launchBrowser, type OpenedPage, openPage } from "./browser.ts";
import { builtPages } from "./build-page.ts";
import { type StubBff, startStubBff } from "./stub-bff.ts";

/**
 * A browser for the suite, and for each of its tests a stub BFF with the local page and an empty page in a context of
 * its own. The parts are there while a test runs.
 */
export function useLocalPage() {
  let browser: Browser;
  let bff: StubBff;
  let opened: OpenedPage;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    bff = await startStubBff(builtPages.local);
    opened = await openPage(browser);
  });
  afterEach(async () => {
    await opened.close();
    await bff.close();
  });
  afterAll(() => browser?.close());

  return {
    bff: () => bff,
    page: () => opened.page,
    faults: () => opened.faults,
    /** The turns that the page asked for, in order. */
    turnsAsked: () => bff.requests.filter(({ path }) => path === "/api/chat"),
    /** Takes another page, in a context of these options, in place of the first. */
    async openAs(options: BrowserContextOptions) {
      await opened.close();
      opened = await openPage(browser, options);
    },
    /** Signs in as the first sample customer; waits for the history unless told not to. */
    async openChat({ isWaiting = true } = {}) {
      await opened.page.goto(bff.url);
      return chooseFirst(opened.page, isWaiting);
    },
    /** The same on a page where the chooser stands. */
    chooseFirst: () => chooseFirst(opened.page, true),
  };
}

async function chooseFirst(page: Page, isWaiting: boolean) {
  await page.getByRole("button", { name: /Ada Example/ }).click();
  await page.getByRole("heading", { name: "Harbor Floors" }).waitFor();
  if (isWaiting) await page.locator('[data-history="ready"]').waitFor();
  const box = page.getByRole("textbox", { name: "Message" });
  return {
    page,
    box,
    log: page.getByRole("log"),
    say: async (text: string) => {
      await box.fill(text);
      await box.press("Enter");
    },
  };
}
