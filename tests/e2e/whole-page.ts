import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { listenerOf } from "#frontend-bff/listen.ts";
import { builtPage } from "#local/page/built-page.ts";
import { customerRoutes } from "#local/page/customer-routes.ts";
import { startPageServer } from "#local/page/page-server.ts";
import { simulatorCustomers } from "#local/page/sample-customers.ts";
import { vitePage } from "#local/page/vite-page.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";
import { launchBrowser, type OpenedPage, openPage } from "./browser.ts";
import { builtPages } from "./build-page.ts";

type Options = Omit<NonNullable<Parameters<typeof startRunningSystem>[0]>, "clock" | "startMs"> & {
  /** The page from source through Vite, as `npm start` serves it, in place of the built one. */
  isFromSource?: boolean;
};

/** A Monday, 1:29:30 PM in New York, half a minute before midnight where `created_at` is written. */
const wholeStart = "2026-11-30T18:29:30Z";

/**
 * The whole system, as `npm start` brings it up, but with the built page under production's headers: fresh for each test,
 * with an empty page in a context of its own. Its clock stands until it is moved. The parts are there while a test runs.
 */
export function useWholePage({ isFromSource = false, ...options }: Options = {}) {
  let browser: Browser;
  let system: RunningSystem;
  let server: Awaited<ReturnType<typeof startPageServer>>;
  let opened: OpenedPage;
  /** Other browsers, as far as a site can tell: contexts that share nothing. */
  let others: OpenedPage[];
  let clock: ReturnType<typeof settableClock>;
  let requestIds: unknown[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  beforeEach(async () => {
    clock = settableClock(wholeStart);
    system = await startRunningSystem({ ...options, clock });
    requestIds = recordRequestIds(system.engine);
    server = await startPageServer(0, {
      api: listenerOf(system.bff.app),
      local: listenerOf(customerRoutes(simulatorCustomers(system.pf360.url))),
      page: isFromSource ? vitePage : () => builtPage(builtPages.local),
    });
    opened = await openPage(browser);
    others = [];
  });
  afterEach(async () => {
    for (const page of [opened, ...others]) await page?.close();
    await server?.close();
    await system?.close();
  });
  afterAll(() => browser?.close());

  return {
    system: () => system,
    clock: () => clock,
    page: () => opened.page,
    /** Errors of the pages' scripts and of their consoles. */
    faults: () => [opened, ...others].flatMap(({ faults }) => faults),
    /** The actions that were called so far, as `name outcome`. */
    actionsSeen: () => system.actions.map(({ action, outcome }) => `${action} ${outcome}`),
    /** The requests that reached PF360 under a path with this in it. */
    requestsTo: (part: string) => system.pf360.requests().filter(({ path }) => path.includes(part)),
    /** The request ids that PF360 has given out so far, in order. */
    requestIds: () => requestIds,
    /** One project of a sample customer, by its kind of work and its status. */
    project(customerId: string, category: string, status: string) {
      const customer = system.engine.customers().find((one) => one.customerId === customerId);
      const found = customer?.projects.find((one) => one.category === category && one.status === status);
      if (!found) throw new Error(`no sample project: ${customerId} ${category} ${status}`);
      return { id: String(found.id), number: found.number };
    },
    /** The appointments of a project in the simulator's book: one or none. */
    booked: (projectId: string) =>
      system.engine.appointments().filter(({ project_id }) => project_id === projectId),
    /** Chooses a sample customer. */
    async signIn(customerId: string) {
      await opened.page.goto(server.url);
      return chooseCustomer(opened.page, customerId);
    },
    /** The same in another browser. */
    async signInElsewhere(customerId: string) {
      const other = await openPage(browser);
      others.push(other);
      await other.page.goto(server.url);
      return chooseCustomer(other.page, customerId);
    },
    chooseCustomer: (customerId: string, page = opened.page) => chooseCustomer(page, customerId),
  };
}

async function chooseCustomer(page: OpenedPage["page"], customerId: string) {
  await page.locator(`[data-customer="${customerId}"]`).click();
  const box = page.getByRole("textbox", { name: "Message" });
  await box.waitFor();
  await page.locator('[data-history="ready"]').waitFor();
  const log = page.getByRole("log");
  const said = log.locator("article.user");

  /** Waits until what `act` makes the customer say has been answered, or has failed. */
  async function untilAnswered(act: () => Promise<void>): Promise<void> {
    const before = await said.count();
    await act();
    await said.nth(before).waitFor();
    await log.and(page.locator('[aria-busy="false"]')).waitFor();
  }

  return {
    page,
    box,
    log,
    untilAnswered,
    /** Types a message, sends it, and waits for the end of the answer. */
    say: (text: string) =>
      untilAnswered(async () => {
        await box.fill(text);
        await box.press("Enter");
      }),
    /** The same, and waits until the page has told what was seen: then nothing of the turn is on its way any more. */
    async sayAndSee(text: string) {
      const seen = page.waitForResponse(
        (response) => response.request().method() === "PATCH" && response.url().endsWith("/api/conversation"),
      );
      await this.say(text);
      await seen;
    },
    /** Presses a button of the open question, and waits for the end of the answer. */
    press: (button: string) =>
      untilAnswered(() => log.getByRole("button", { name: button, exact: true }).click()),
    cards: log.locator("fieldset[data-standing]"),
    /** How each question of the conversation stands, oldest first. */
    standings: async () => {
      const cards = await log.locator("fieldset[data-standing]").all();
      return Promise.all(cards.map((card) => card.getAttribute("data-standing")));
    },
    lastAnswer: log.locator("article.assistant").last(),
  };
}

/** Listens to what availability answers; the simulator's own log has no answers. */
function recordRequestIds(engine: RunningSystem["engine"]): unknown[] {
  const ids: unknown[] = [];
  const { handle } = engine;
  engine.handle = (request, identity) => {
    const answer = handle(request, identity);
    const { data } = answer.body as { data?: { request_id?: unknown } };
    if (data?.request_id !== undefined) ids.push(data.request_id);
    return answer;
  };
  return ids;
}
