import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Pf360Simulator, startPf360Simulator } from "#local/pf360/pf360-simulator.ts";
import { settableClock } from "#tests/builders/clock.ts";

const clock = settableClock();
let simulator: Pf360Simulator;

beforeEach(async () => {
  clock.set("2026-11-23T15:00:00Z");
  simulator = await startPf360Simulator({ port: 0, clock });
});
afterEach(() => simulator.close());

const maya = { clientId: "EASTHOME", customerId: "1000101" };
const dashboard = "/dashboard/get/EASTHOME/1000101";

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(`${simulator.url}${path}`, init);
  return { status: response.status, body: (await response.json()) as unknown };
}

function post(path: string, body: unknown) {
  return call(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
}

async function headersOf(identity = maya, lifeSeconds?: number) {
  const bearer = await simulator.issueToken(identity, lifeSeconds);
  return { authorization: `Bearer ${bearer}`, client_id: identity.clientId };
}

describe("the issuer", () => {
  it("issues bearers that its published keys verify", async () => {
    const { body } = await post("/_simulator/tokens", { customer_id: "1000101", expires_in: 600 });
    const discovery = await call("/.well-known/openid-configuration");
    const { issuer, jwks_uri } = discovery.body as { issuer: string; jwks_uri: string };

    const { payload } = await jwtVerify(
      (body as { access_token: string }).access_token,
      createRemoteJWKSet(new URL(jwks_uri)),
      { issuer, audience: "pf360-customer", algorithms: ["ES256"], currentDate: new Date(clock.nowMs()) },
    );

    expect(payload).toMatchObject({ customer_id: 1000101, client_id: "EASTHOME", sub: "customer-1000101" });
    expect(Number(payload.exp) - clock.nowMs() / 1000).toBe(600);
    expect([simulator.issuer, simulator.jwksUrl]).toEqual([issuer, jwks_uri]);
  });

  it("keeps its private key to itself", async () => {
    const { body } = await call("/.well-known/jwks.json");

    const [key] = (body as { keys: Record<string, string>[] }).keys;
    expect(Object.keys(key ?? {}).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
  });
});

describe("the API", () => {
  it("answers a bearer of its own", async () => {
    const { status, body } = await call(dashboard, { headers: await headersOf() });

    expect(status).toBe(200);
    expect((body as { data: unknown[] }).data).toHaveLength(5);
  });

  it("refuses no bearer, garbage, an expired one and another issuer's with 401", async () => {
    const other = await startPf360Simulator({ port: 0, clock });
    const foreign = await other.issueToken(maya);
    await other.close();
    const bearers = [
      undefined,
      "Bearer x.y.z",
      `Bearer ${foreign}`,
      (await headersOf(maya, -60)).authorization,
    ];

    const statuses = await Promise.all(
      bearers.map(async (authorization) => {
        const headers = { client_id: "EASTHOME", ...(authorization && { authorization }) };
        return (await call(dashboard, { headers })).status;
      }),
    );

    expect(statuses).toEqual([401, 401, 401, 401]);
  });

  it("lets a bearer expire by the simulator's clock", async () => {
    const headers = await headersOf(maya, 60);
    clock.advance(61);

    expect((await call(dashboard, { headers })).status).toBe(401);
  });

  it("refuses another client id, in the header or in the path, with 403", async () => {
    const headers = await headersOf();

    expect((await call(dashboard, { headers: { ...headers, client_id: "WESTHOME" } })).status).toBe(403);
    expect((await call("/dashboard/get/WESTHOME/1000101", { headers })).status).toBe(403);
    expect((await call("/dashboard/get/EASTHOME/1000102", { headers })).status).toBe(403);
  });
});

describe("the admin", () => {
  it("lists customers with their projects", async () => {
    const { body } = await call("/_simulator/customers");

    const customers = body as { projects: unknown[] }[];
    expect(customers).toHaveLength(5);
    expect(customers[0]).toMatchObject({
      customer_id: "1000101",
      client_id: "EASTHOME",
      client_name: "east-home",
      name: expect.any(String),
    });
    expect(customers[0]?.projects[0]).toEqual({
      project_id: expect.stringMatching(/^\d{7,8}$/),
      project_number: expect.any(String),
      category: "Flooring",
      type: "Installation",
      status: "Ready To Schedule",
    });
  });

  it("shows its own book", async () => {
    const { body } = await call("/_simulator/appointments");

    expect(body).toEqual(simulator.engine.appointments());
  });

  it("records each request to PF360 with the bearer as a hash, and none of its own", async () => {
    const headers = await headersOf();
    await call(`${dashboard}?page=2`, { headers });
    await call("/project-notes/add/EASTHOME/1", { method: "POST", headers, body: '{"note_text":"Hello"}' });

    const { body } = await call("/_simulator/requests");

    expect(body).toMatchObject([
      {
        at: "2026-11-23T15:00:00.000Z",
        method: "GET",
        path: dashboard,
        query: { page: "2" },
        headers: {
          client_id: "EASTHOME",
          authorization: expect.stringMatching(/^Bearer sha256:[0-9a-f]{64}$/),
        },
        body: null,
        status: 200,
      },
      { method: "POST", body: { note_text: "Hello" }, status: 404 },
    ]);
    expect(JSON.stringify(body)).not.toContain(headers.authorization.slice(7));
  });

  it("makes everything anew on reset: data, faults, requests and now", async () => {
    const headers = await headersOf();
    await post("/_simulator/faults", { match: {}, status: 500 });
    await call("/nowhere", { headers });
    const before = await call("/_simulator/customers");

    const answer = await post("/_simulator/reset", { seed: "other", now: "2027-06-01T12:00:00Z" });

    expect(answer).toEqual({ status: 200, body: { now: "2027-06-01T12:00:00.000Z" } });
    expect((await call("/_simulator/requests")).body).toEqual([]);
    expect((await call("/_simulator/customers")).body).not.toEqual(before.body);
    expect((await call(dashboard, { headers: await headersOf() })).status).toBe(200);
    expect(simulator.engine.appointments()[0]?.date.slice(0, 4)).toBe("2027");
  });

  it.each([
    ["tokens", {}, "customer_id"],
    ["tokens", { customer_id: "9999999" }, "customer_id"],
    ["tokens", { customer_id: "1000101", client_id: "EASTHOME" }, "client_id"],
    ["tokens", { customer_id: "1000101", expires_in: "1h" }, "expires_in"],
    ["faults", { status: 500 }, "match"],
    ["faults", { match: { path: 5 } }, "match.path"],
    ["faults", { match: { url: "/" } }, "match.url"],
    ["faults", { match: {}, cut: "middle" }, "cut"],
    ["faults", { match: {}, times: 0 }, "times"],
    ["reset", { now: "yesterday" }, "now"],
    ["reset", [], "body"],
    ["reset", "{", "body"],
  ])("refuses a wrong body of %s %j, naming the field", async (path, body, field) => {
    const answer = await post(`/_simulator/${path}`, body);

    expect(answer).toMatchObject({ status: 400, body: { error: { code: "bad_request", field } } });
  });

  it.each(["/_simulator", "/_simulator/", "/_simulator/nothing", "/_simulator/tokens"])(
    "answers GET %s with the list of what there is",
    async (path) => {
      const { status, body } = await call(path);

      expect(status).toBe(404);
      expect((body as { error: { paths: string[] } }).error.paths).toContain("POST /_simulator/tokens");
    },
  );
});

describe("the simulator's life", () => {
  it("refuses a port that is in use", async () => {
    const port = Number(new URL(simulator.url).port);

    await expect(startPf360Simulator({ port, clock })).rejects.toMatchObject({ code: "port_in_use" });
  });

  it("closes at once, whatever is under way, and answers no more", async () => {
    const second = await startPf360Simulator({ port: 0, clock });
    second.faults.add({ match: {}, times: 1, delay_ms: 600_000 });
    const waiting = fetch(`${second.url}/x`).then(
      () => "answered",
      () => "broken",
    );
    while (second.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));

    await second.close();

    expect(await waiting).toBe("broken");
    await expect(fetch(`${second.url}/x`)).rejects.toThrow();
  });
});
