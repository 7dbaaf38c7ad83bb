import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ProxiedExchange, roundTripsOf, startHttpProxy } from "#tests/builders/http-proxy.ts";
import type { Plotted } from "#tests/builders/traitor-model.ts";
import { startTraitorScene, type TraitorScene, victims } from "#tests/builders/traitor-scene.ts";

/** The budgets of the design, section 6: round trips one after another, what runs at the same time counting once. */
const readBudget = 1;
const offerBudget = 2;
const writeBudget = 6;
const firstByteBudget = 3;
/** A tenant's record is read again once its five seconds in the cache are over. */
const coldTenant = 1;

interface CountedAction {
  action: string;
  roundTrips: number;
}

let database: Awaited<ReturnType<typeof startHttpProxy>>;
let bedrock: { startedAtMs: number[] };
let scene: TraitorScene;
const counted: CountedAction[] = [];

beforeAll(async () => {
  bedrock = { startedAtMs: [] };
  scene = await startTraitorScene({
    rateLimits: "dynamodb",
    reach: async (part, url) => {
      if (part !== "dynamodb") return url;
      database = await startHttpProxy(url);
      return database.url;
    },
    wrapHandler: (_group, handler) => async (event, context) => {
      const startedAtMs = performance.now();
      const answer = await handler(event, context);
      const { apiPath } = event as { apiPath: string };
      counted.push({ action: apiPath.slice(1), roundTrips: roundTripsOf(since(startedAtMs)) });
      return answer;
    },
  });
  const own = scene.model.stream.bind(scene.model);
  scene.model.stream = (request) => {
    bedrock.startedAtMs.push(performance.now());
    return own(request);
  };
});
beforeEach(async () => {
  // Each test in a window of the rate limits of its own.
  scene.clock.advance(60);
  await scene.reset();
});
afterAll(async () => {
  await scene.system.close();
  database.close();
});

function since(startedAtMs: number): ProxiedExchange[] {
  return database.exchanges.filter((exchange) => exchange.startedAtMs >= startedAtMs);
}

function isOn(table: string, operation: string, { name, requestBody }: ProxiedExchange): boolean {
  return name === operation && requestBody.includes(`"${table}-dev"`);
}

/** The calls in one turn: the first finds the tenant's record cold, those after it in the cache. */
async function roundTripsIn(
  customer: { say(text: string): Promise<unknown> },
  calls: readonly Plotted[],
  specialist?: "information" | "notes",
): Promise<CountedAction[]> {
  const before = counted.length;
  scene.clock.advance(6);
  scene.model.plot(
    calls.map((call) => [call]),
    specialist,
  );
  await customer.say("Go on.");
  return counted.slice(before);
}

describe("round trips to DynamoDB", () => {
  it("are one for each pure read, and one more while the tenant's record is cold", async () => {
    const { customer, chosen } = await scene.offered(victims[0]);
    const { project_id } = chosen;
    const about = (action: string): Plotted => ({ action, input: { project_id } });
    const plain = (action: string): Plotted => ({ action, input: {} });

    const reads = [
      ...(await roundTripsIn(customer, [
        plain("list_projects"),
        plain("list_projects"),
        plain("get_business_hours"),
      ])),
      ...(await roundTripsIn(
        customer,
        [
          plain("list_all_projects"),
          plain("list_all_projects"),
          about("get_project_details"),
          about("get_project_status"),
          about("get_technician_info"),
        ],
        "information",
      )),
    ];

    expect(reads.map(({ roundTrips }) => roundTrips)).toEqual([
      readBudget + coldTenant,
      readBudget,
      readBudget,
      readBudget + coldTenant,
      ...Array.from({ length: 4 }, () => readBudget),
    ]);
  });

  it("are two where offered dates and times are kept", async () => {
    const { customer, chosen } = await scene.offered(victims[0]);
    const { project_id, date } = chosen;

    const reads = await roundTripsIn(customer, [
      { action: "get_available_dates", input: { project_id } },
      { action: "get_available_dates", input: { project_id } },
      { action: "get_time_slots", input: { project_id, date } },
    ]);

    expect(reads.map(({ roundTrips }) => roundTrips)).toEqual([
      offerBudget + coldTenant,
      offerBudget,
      offerBudget,
    ]);
  });

  it.each(["confirm", "cancel"] as const)(
    "are at most six for a whole %s, question and deed together",
    async (write) => {
      const { customer, ...calls } = await scene.offered(victims[0]);

      const asked = await roundTripsIn(customer, [calls[write]()]);
      const before = counted.length;
      scene.clock.advance(6);
      await customer.click(true);
      const done = counted.slice(before);

      const total = [...asked, ...done].reduce((sum, { roundTrips }) => sum + roundTrips, 0);
      expect([...asked, ...done]).toHaveLength(2);
      expect(total).toBeGreaterThan(2);
      expect(total - 2 * coldTenant).toBeLessThanOrEqual(writeBudget);
    },
  );

  it.each([
    ["cold", 6],
    ["warm", 0],
  ])(
    "are at most three in a turn before its first byte and before the agents are asked (%s)",
    async (_, pauseSeconds) => {
      const { customer } = await scene.offered(victims[0]);
      scene.model.plot([]);
      await customer.say("Hello.");

      scene.clock.advance(pauseSeconds);
      const [startedAtMs, calls] = [performance.now(), bedrock.startedAtMs.length];
      const response = await customer.post(customer.bodyOf("Hello."));
      const reader = response.body?.getReader();
      await reader?.read();
      const firstByteAtMs = performance.now();
      while (!(await reader?.read())?.done);

      const askedAtMs = bedrock.startedAtMs[calls] ?? 0;
      const startedBefore = (endMs: number) => since(startedAtMs).filter((one) => one.startedAtMs < endMs);
      const until = (endMs: number) => roundTripsOf(startedBefore(endMs));
      const kept = startedBefore(askedAtMs).find((one) => isOn("recent-messages", "PutItem", one));
      const keptAtMs = kept?.endedAtMs ?? Number.POSITIVE_INFINITY;
      const beside = startedBefore(askedAtMs).filter((one) => one.startedAtMs >= keptAtMs);
      expect(askedAtMs).toBeGreaterThan(startedAtMs);
      expect(until(firstByteAtMs)).toBeGreaterThan(0);
      expect(until(firstByteAtMs)).toBeLessThanOrEqual(firstByteBudget);
      // The agents are asked once the message is kept; its conversation's head is read again beside that.
      expect(until(keptAtMs)).toBeLessThanOrEqual(firstByteBudget);
      expect(beside.filter((one) => !isOn("conversation-summaries", "GetItem", one))).toEqual([]);
      expect(beside.length).toBeLessThanOrEqual(1);
    },
  );
});

describe("the count", () => {
  const during = (startedAtMs: number, endedAtMs: number) => ({ startedAtMs, endedAtMs });

  it("takes what overlaps for one and what follows for two", () => {
    expect(roundTripsOf([])).toBe(0);
    expect(roundTripsOf([during(0, 5), during(1, 4), during(2, 9)])).toBe(1);
    expect(roundTripsOf([during(0, 5), during(6, 7)])).toBe(2);
    expect(roundTripsOf([during(0, 5), during(0, 20), during(6, 10), during(11, 12)])).toBe(3);
  });
});
