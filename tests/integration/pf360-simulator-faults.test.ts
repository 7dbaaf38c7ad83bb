import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Pf360Simulator, startPf360Simulator } from "#local/pf360/pf360-simulator.ts";
import { settableClock } from "#tests/builders/clock.ts";

let simulator: Pf360Simulator;
let headers: Record<string, string>;
let booking: { path: string; init: RequestInit };

const bookedNow = () =>
  simulator.engine.appointments().filter(({ booked_at }) => booked_at === "2026-11-23T15:00:00.000Z");

/** What the caller sees: a status and a text, or that the connection broke. */
async function send({ path, init }: { path: string; init: RequestInit }) {
  try {
    const response = await fetch(`${simulator.url}${path}`, init);
    return { status: response.status, text: await response.text() };
  } catch {
    return "broken";
  }
}

async function strike(fault: object) {
  const response = await fetch(`${simulator.url}/_simulator/faults`, {
    method: "POST",
    body: JSON.stringify({ match: { method: "POST", path: "/scheduler/*/schedule" }, ...fault }),
  });
  expect(response.status).toBe(201);
}

async function until(condition: () => boolean) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

beforeEach(async () => {
  simulator = await startPf360Simulator({ port: 0, clock: settableClock() });
  const [maya] = simulator.engine.customers();
  const project = maya?.projects[0];
  if (!maya || !project) throw new Error("no sample customer");
  headers = { authorization: `Bearer ${await simulator.issueToken(maya)}`, client_id: maya.clientId };
  const ofProject = `/scheduler/client/${maya.clientId}/project/${project.id}`;
  const ask = async (from: string, to: string) => {
    const response = await fetch(
      `${simulator.url}${ofProject}/date/${from}/selected/${to}/get-rescheduler-slots`,
      { headers },
    );
    return ((await response.json()) as { data: { dates: string[]; slots: string[]; request_id: number } })
      .data;
  };
  const [date = ""] = (await ask("2026-11-24", "2026-12-10")).dates;
  const { slots, request_id } = await ask(date, date);
  const body = { date, time: slots[0], request_id, created_at: "11-23-2026 20:30:00", is_chatbot: "true" };
  booking = { path: `${ofProject}/schedule`, init: { method: "POST", headers, body: JSON.stringify(body) } };
});
afterEach(() => simulator.close());

describe("a fault", () => {
  it("with an error status keeps the booking from being carried out", async () => {
    await strike({ status: 503, body: { message: "Service Unavailable" } });

    expect(await send(booking)).toEqual({ status: 503, text: '{"message":"Service Unavailable"}' });
    expect(bookedNow()).toEqual([]);
  });

  it("strikes once unless told otherwise, and only what it matches", async () => {
    await strike({ status: 500 });

    const other = await send({ path: "/dashboard/get/EASTHOME/1000101", init: { headers } });
    const first = await send(booking);
    const second = await send(booking);

    expect([other, first, second]).toMatchObject([{ status: 200 }, { status: 500 }, { status: 200 }]);
    expect(bookedNow()).toHaveLength(1);
  });

  it("cuts before the commit", async () => {
    await strike({ cut: "before" });

    expect(await send(booking)).toBe("broken");
    expect(bookedNow()).toEqual([]);
    expect(simulator.requests().at(-1)).toMatchObject({ method: "POST", status: null });
  });

  it("cuts after the commit", async () => {
    await strike({ cut: "after" });

    expect(await send(booking)).toBe("broken");
    expect(bookedNow()).toHaveLength(1);
  });

  it("cuts within the answer's body", async () => {
    await strike({ cut: "after", body: '{"message":"Appoint' });

    const { promise, resolve } = Promise.withResolvers<number>();
    const outcome = fetch(`${simulator.url}${booking.path}`, booking.init).then((response) => {
      resolve(response.status);
      return response.text();
    });

    expect(await promise).toBe(200);
    await expect(outcome).rejects.toThrow();
    expect(bookedNow()).toHaveLength(1);
  });

  it("answers garbage to a booking that was carried out", async () => {
    await strike({ body: "<html>Bad Gateway</html>" });

    expect(await send(booking)).toEqual({ status: 200, text: "<html>Bad Gateway</html>" });
    expect(bookedNow()).toHaveLength(1);
  });

  it("delays the answer and not the commit", async () => {
    await strike({ delay_ms: 600_000 });
    const controller = new AbortController();

    const answer = send({ ...booking, init: { ...booking.init, signal: controller.signal } });
    await until(() => bookedNow().length === 1);
    controller.abort();

    expect(await answer).toBe("broken");
  });

  it("lets a cut request be carried out later", async () => {
    await strike({ cut: "before", commit_after_ms: 60 });

    expect(await send(booking)).toBe("broken");
    expect(bookedNow()).toEqual([]);
    await until(() => bookedNow().length === 1);
  });

  it("lets a request that was answered with an error be carried out later", async () => {
    await strike({ status: 504, commit_after_ms: 60 });

    expect(await send(booking)).toMatchObject({ status: 504 });
    expect(bookedNow()).toEqual([]);
    await until(() => bookedNow().length === 1);
  });

  it("carries nothing over a reset", async () => {
    const project = () => simulator.engine.customers()[0]?.projects[0];
    const path = `/project-notes/add/EASTHOME/${project()?.id}`;
    await strike({ match: { path }, cut: "before", commit_after_ms: 30 });
    await send({ path, init: { method: "POST", headers, body: '{"note_text":"Late"}' } });

    await fetch(`${simulator.url}/_simulator/reset`, { method: "POST", body: "{}" });
    await new Promise((resolve) => setTimeout(resolve, 80));

    expect(project()?.notes).toEqual([]);
  });

  it("strikes the issuer's keys only when it names them", async () => {
    const keys = { path: "/.well-known/jwks.json", init: {} };
    await strike({ match: {}, status: 500 });
    await strike({ match: { path: "/.well-known/jwks.json" }, status: 502 });

    expect(await send(keys)).toMatchObject({ status: 502 });
    expect(await send(keys)).toMatchObject({ status: 200 });
  });
});
