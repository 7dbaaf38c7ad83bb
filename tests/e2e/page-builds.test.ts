import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAccessFaults, hasBrowser, launchBrowser, openPage } from "./browser.ts";
import { builtPages } from "./build-page.ts";
import { type StubBff, startStubBff } from "./stub-bff.ts";
import { sayChunks } from "./stub-chunks.ts";

/** What only the page with the chooser holds. */
const localMarks = ["Choose a retailer and a customer", "/local/customers", "/local/tokens"];

function textOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.(js|css|html)$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

describe("the builds", () => {
  it("have the chooser of sample customers in the local page", () => {
    const local = textOf(builtPages.local);

    expect(localMarks.filter((mark) => !local.includes(mark))).toEqual([]);
  });

  it("have nothing of it in the page that is deployed", () => {
    const page = textOf(builtPages.page);

    expect(localMarks.filter((mark) => page.includes(mark))).toEqual([]);
    expect(page).toContain("pf360");
  });
});

describe.runIf(hasBrowser)("the deployed page", () => {
  let browser: Browser;
  let bff: StubBff;

  beforeAll(async () => {
    browser = await launchBrowser();
    bff = await startStubBff(builtPages.page);
  });
  afterAll(async () => {
    await browser?.close();
    await bff?.close();
  });

  it("chats for the customer whom the host page has signed in", async () => {
    bff.turns.push({ end: "complete", chunks: sayChunks("Good day.") });
    const { page, faults, close } = await openPage(browser);
    await page.addInitScript("window.pf360 = { publicKey: 'pk_1', getToken: async () => 'bearer-of-host' }");
    await page.goto(bff.url);

    const box = page.getByRole("textbox", { name: "Message" });
    await box.fill("hello");
    await page.getByRole("button", { name: "Send" }).click();

    await page.getByText("Good day.").waitFor();
    expect(bff.requests.find(({ path }) => path === "/api/session")?.caller).toBe("bearer-of-host");
    expect(faults).toEqual([]);
    await close();
  });

  it("tells a visitor without a host page where to sign in", async () => {
    const { page, close } = await openPage(browser);

    await page.goto(bff.url);

    await page.locator('[data-code="no_host"]').waitFor();
    expect(await findAccessFaults(page)).toEqual([]);
    await close();
  });
});
