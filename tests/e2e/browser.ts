import { existsSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Without these Chromium calls its maker's hosts at every start. */
const quietFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The path of a Chromium on this machine; undefined when there is none. `CHROMIUM_PATH` goes before all others. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH: chosen } = process.env;
  return (chosen ? [chosen] : usualPlaces).find((path) => existsSync(path));
}

/** Whether a suite that needs a browser can run; `describe.runIf(hasBrowser)`. In CI the run has failed before. */
export const hasBrowser = findChromium() !== undefined;

/** @throws Error when there is no Chromium */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No Chromium found; set CHROMIUM_PATH.");
  return chromium.launch({ executablePath, args: quietFlags });
}

export interface OpenedPage {
  page: Page;
  /** Errors of the page's scripts and of its console, refused resources among them. Empty on a sound page. */
  faults: string[];
  close(): Promise<void>;
}

/** A page in a context of its own; nothing is loaded yet. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<OpenedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  return { page, faults, close: () => context.close() };
}

/** What axe finds wrong with the page as it stands, each as `rule: where`. Empty when nothing is. */
export async function findAccessFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}
