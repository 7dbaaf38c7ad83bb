import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Pf360Simulator, startPf360Simulator } from "#local/pf360/pf360-simulator.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { type EndpointCase, endpointCase, endpointCases, type Scene } from "./endpoint-cases.ts";
import { type EndpointFault, endpointFaults } from "./endpoint-faults.ts";
import { codeOf, httpClientOf } from "./http-client.ts";

/** The expectations that the answers of nock meet, met by the PF360 simulator over HTTP. */
let simulator: Pf360Simulator;
let bearer: string;
let scene: Scene;

const clientOf = (endpoint: Pick<EndpointCase, "variant">, leftMs?: number) =>
  httpClientOf(endpoint, { baseUrl: simulator.url, bearer, scene, ...(leftMs && { leftMs }) });

/** The customer's project in a status, and with what the simulator offers for it. */
async function sceneOf(status: "Scheduled" | "Ready To Schedule"): Promise<Scene> {
  const [customer] = simulator.engine.customers();
  const project = customer?.projects.find((each) => each.status === status && each.quirks.length === 0);
  if (!customer || !project) throw new Error(`The sample customer has no project that is ${status}.`);
  bearer = await simulator.issueToken(customer);
  const { customerId, clientId } = customer;
  const range = { projectId: String(project.id), from: "2026-11-24", to: "2026-12-04" };
  scene = { clientId, customerId, ...range, date: "2026-11-24", time: "08:00:00", requestId: 0 };
  if (status === "Scheduled") return scene;
  const client = clientOf(endpointCase("get-rescheduler-slots for dates"));
  const [date = ""] = (await client.listAvailableDates(range)).offered;
  const slots = await client.listTimeSlots({ projectId: range.projectId, date, requestId: undefined });
  return { ...scene, date, time: slots.offered[0] ?? "", requestId: slots.requestId ?? 0 };
}

const pathnameOf = (endpoint: EndpointCase) => endpoint.path(scene).replace(/\?.*$/, "");
const requestsTo = (endpoint: EndpointCase) =>
  simulator
    .requests()
    .filter(({ method, path }) => method === endpoint.method && path === pathnameOf(endpoint));

beforeEach(async () => {
  simulator = await startPf360Simulator({ port: 0, clock: settableClock() });
});
afterEach(() => simulator.close());

/** What the simulator can do: it sends no headers of ours, and always a body. */
const faultsOverHttp = endpointFaults.filter(
  ({ headers, body, status }) => !headers && (body !== undefined || status >= 400),
);

const cuts = [
  { name: "a connection that ends before the commit", fault: { cut: "before" as const } },
  { name: "a connection that ends after the commit", fault: { cut: "after" as const } },
  { name: "a body that is cut", fault: { cut: "after" as const, body: '{"message":"Sl' } },
];

describe.each(endpointCases)("$name at the simulator", (endpoint) => {
  beforeEach(async () => {
    scene = await sceneOf(endpoint.name.startsWith("cancel") ? "Scheduled" : "Ready To Schedule");
  });

  it("gives a sound result", async () => {
    const client = clientOf(endpoint);
    if (endpoint.name === "notes list") await client.addNote(scene.projectId, "Ring twice");
    const before = requestsTo(endpoint).length;

    const result = await endpoint.call(client, scene);

    endpoint.expectSound(result, scene);
    expect(requestsTo(endpoint)).toHaveLength(before + 1);
    expect(requestsTo(endpoint).at(-1)).toMatchObject({ status: 200, body: endpoint.body?.(scene) ?? null });
  });

  it.each(faultsOverHttp)(
    "classifies $name",
    async ({ status, body, delayMs, code, readTries }: EndpointFault) => {
      const before = requestsTo(endpoint).length;
      const times = endpoint.effect === "read" ? readTries : 1;
      simulator.faults.add({
        match: { method: endpoint.method, path: pathnameOf(endpoint) },
        times,
        status,
        body,
        ...(delayMs && { delay_ms: delayMs }),
      });

      const failure = await codeOf(endpoint.call(clientOf(endpoint, delayMs && delayMs / 2), scene));

      expect(failure).toBe(code[endpoint.effect]);
      expect(requestsTo(endpoint)).toHaveLength(before + times);
    },
  );

  it.each(cuts)("says down for a read and unknown for a write, sent once, after $name", async ({ fault }) => {
    const before = requestsTo(endpoint).length;
    const times = endpoint.effect === "read" ? 3 : 1;
    simulator.faults.add({ match: { method: endpoint.method, path: pathnameOf(endpoint) }, times, ...fault });

    const failure = await codeOf(endpoint.call(clientOf(endpoint), scene));

    expect(failure).toBe(endpoint.effect === "read" ? "down" : "unknown_outcome");
    expect(requestsTo(endpoint)).toHaveLength(before + times);
  });

  it("says reauth_required for an expired bearer", async () => {
    const [customer] = simulator.engine.customers();
    if (!customer) throw new Error("no sample customer");
    bearer = await simulator.issueToken(customer, -3_600);

    expect(await codeOf(endpoint.call(clientOf(endpoint), scene))).toBe("reauth_required");
  });
});

describe("the book of the simulator", () => {
  const schedule = endpointCase("schedule");

  it("holds the appointment after a booking, and a second one is refused", async () => {
    scene = await sceneOf("Ready To Schedule");
    const client = clientOf(schedule);

    await schedule.call(client, scene);

    const { projectId, date, time } = scene;
    expect(simulator.engine.appointments()).toContainEqual(
      expect.objectContaining({ project_id: projectId, date, time }),
    );
    expect(await client.listProjects()).toContainEqual(
      expect.objectContaining({ id: projectId, appointment: expect.objectContaining({ date, time }) }),
    );
    expect(await codeOf(schedule.call(client, scene))).toBe("already_scheduled");
  });

  it.each(["cancel-reschedule", "cancel-appointment"])(
    "holds it no longer after %s, and a second one is refused",
    async (name) => {
      scene = await sceneOf("Scheduled");
      const cancel = endpointCase(name);
      const client = clientOf(cancel);

      await cancel.call(client, scene);

      const project = (await client.listProjects()).find(({ id }) => id === scene.projectId);
      expect(project).not.toHaveProperty("appointment");
      expect(await codeOf(cancel.call(client, scene))).toBe("bad_state");
    },
  );

  it("knows no project of another customer", async () => {
    scene = await sceneOf("Ready To Schedule");
    const [, other] = simulator.engine.customers();
    const projectId = String(other?.projects[0]?.id);

    expect(await codeOf(schedule.call(clientOf(schedule), { ...scene, projectId }))).toBe("not_found");
  });

  it("says that a booking under review is not one", async () => {
    await simulator.close();
    const reviewedTenants = ["EASTHOME", "WESTHOME"];
    simulator = await startPf360Simulator({ port: 0, clock: settableClock(), switches: { reviewedTenants } });
    scene = await sceneOf("Ready To Schedule");

    expect(await schedule.call(clientOf(schedule), scene)).toEqual({ state: "pending_review" });
  });
});
