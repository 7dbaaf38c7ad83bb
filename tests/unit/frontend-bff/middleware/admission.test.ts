import { describe, expect, it } from "vitest";
import { routes } from "#frontend-bff/app.ts";
import { type LimitFigures, type LimitKind, limitFigures } from "#frontend-bff/limits/limit-figures.ts";
import { createMemoryPoints } from "#frontend-bff/limits/memory-points.ts";
import { createRateLimits } from "#frontend-bff/limits/rate-limits.ts";
import { limitKindOf } from "#frontend-bff/middleware/admission.ts";
import { createMemoryCounters } from "#layer/observability/memory-counters.ts";
import { simpleRequest, testBff } from "#tests/builders/bff.ts";
import { settableClock } from "#tests/builders/clock.ts";

const kinds = Object.keys(limitFigures) as LimitKind[];

/** Three requests of each customer in a window, far more of everybody else unless said. */
function scene(figures: Partial<Omit<LimitFigures, "windowSeconds">> = {}) {
  const clock = settableClock("2026-11-23T15:00:00Z");
  const counters = createMemoryCounters({ log: () => {} });
  const small: LimitFigures = {
    windowSeconds: 60,
    customer: 3,
    tenant: 1_000,
    address: 1_000,
    whenDown: "refuse",
    ...figures,
  };
  const limits = createRateLimits({
    points: createMemoryPoints(),
    clock,
    counters,
    figures: Object.fromEntries(kinds.map((kind) => [kind, small])) as Record<LimitKind, LimitFigures>,
  });
  const bff = testBff({ overrides: { clock, limits, counters, trustedProxies: 0 } });
  const from = (peer: string) => (path: string, init?: RequestInit) => bff.app.request(path, init, { peer });
  return { ...bff, clock, counters, from };
}

describe("a flood", () => {
  it("of one customer's turns is refused with 429, and how long to wait", async () => {
    const { from, signIn, counters } = scene();
    const customer = await signIn();
    const say = () => from("192.0.2.1")("/api/chat/simple", simpleRequest(customer, { message: "Hello." }));
    const answers = [];
    for (let index = 0; index < 5; index++) answers.push(await say());

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    const last = answers.at(-1);
    expect(last?.headers.get("retry-after")).toBe("60");
    expect(await last?.json()).toEqual({
      error: { code: "rate_limited", retryable: true, request_id: last?.headers.get("x-request-id") },
    });
    expect(counters.read()[0]?.values).toContainEqual({ labels: { event: "rate_limited" }, value: 2 });
  });

  it("leaves other customers of the same tenant and address alone", async () => {
    const { from, signIn } = scene({ tenant: 30, address: 30 });
    const [flooding, other] = [await signIn(), await signIn("bearer-EASTHOME-1002")];
    const say = (customer: typeof other) =>
      from("192.0.2.1")("/api/chat/simple", simpleRequest(customer, { message: "Hello." }));

    await Promise.all(Array.from({ length: 200 }, () => say(flooding)));

    for (let index = 0; index < 3; index++) expect((await say(other)).status).toBe(200);
  });

  it("reads no row once this process knows of it", async () => {
    const { from, signIn, sessions } = scene();
    const customer = await signIn();
    const say = () => from("192.0.2.1")("/api/chat/simple", simpleRequest(customer, { message: "Hello." }));
    for (let index = 0; index < 4; index++) await say();
    const get = sessions.get;
    let reads = 0;
    sessions.get = (id) => {
      reads += 1;
      return get(id);
    };

    for (let index = 0; index < 20; index++) await say();

    expect(reads).toBe(0);
  });

  it("with one customer's many tokens counts as one customer", async () => {
    const { from, signIn } = scene();
    const tabs = [await signIn(), await signIn(), await signIn()];
    const statuses = [];
    for (const tab of [...tabs, ...tabs]) {
      const answer = await from("192.0.2.1")("/api/chat/simple", simpleRequest(tab, { message: "Hello." }));
      statuses.push(answer.status);
    }

    expect(statuses).toEqual([200, 200, 200, 429, 429, 429]);
  });

  it("of one customer's refreshes is refused with nothing changed, from whatever addresses; another customer's is not", async () => {
    const { from, signIn, dependencies } = scene();
    const [flooding, other] = [await signIn(), await signIn("bearer-EASTHOME-1002")];
    const refresh = (peer: string, { refresh_token }: typeof other) =>
      from(peer)("/api/session/refresh", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refresh_token }),
      });
    const statuses = [];
    for (let index = 0; index < 5; index++)
      statuses.push((await refresh(`192.0.2.${index}`, flooding)).status);

    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(await dependencies.families.get(flooding.session_id, "EASTHOME")).toMatchObject({ generation: 2 });
    expect((await refresh("192.0.2.1", other)).status).toBe(200);
  });

  it("of sign-ins from one address is refused before the bearer is looked at", async () => {
    let verified = 0;
    const { app, dependencies } = scene({ address: 5 });
    const verify = dependencies.bearerVerifier.verify;
    dependencies.bearerVerifier.verify = (bearer) => {
      verified += 1;
      return verify(bearer);
    };
    const statuses = [];
    for (let index = 0; index < 12; index++) {
      const headers = { authorization: `Bearer garbage-${index}` };
      statuses.push(
        (await app.request("/api/session", { method: "POST", headers }, { peer: "192.0.2.1" })).status,
      );
    }

    expect(statuses).toEqual([...Array(5).fill(401), ...Array(7).fill(429)]);
    expect(verified).toBe(5);
  });

  it("of made-up public keys from pages on other origins is refused before any of them is looked up", async () => {
    const { from, dependencies } = scene({ address: 5 });
    let lookups = 0;
    dependencies.tenants.getByPublicKey = async () => {
      lookups += 1;
      return undefined;
    };
    const guess = async (key: string, peer = "192.0.2.1") =>
      from(peer)(`/api/config?t=${key}`, { headers: { origin: "https://evil.example.com" } });
    const statuses = [];
    for (let index = 0; index < 12; index++) statuses.push((await guess(`pk_guess_${index}`)).status);

    expect(statuses).toEqual([...Array(5).fill(403), ...Array(7).fill(429)]);
    expect(lookups).toBe(6);
    const refused = await guess("pk_guess_0");
    expect([...refused.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    expect((await guess("pk_guess_0", "192.0.2.2")).status).toBe(403);
    expect((await from("192.0.2.1")("/api/config?t=pk_east_home")).status).not.toBe(429);
  });

  it("of addresses that a client makes up counts as one address", async () => {
    const { from } = scene({ address: 5 });
    const statuses = [];
    for (let index = 0; index < 8; index++) {
      const headers = { "x-forwarded-for": `198.51.100.${index}` };
      statuses.push((await from("192.0.2.1")("/api/config?t=pk_east_home", { headers })).status);
    }

    expect(statuses).toEqual([...Array(5).fill(200), ...Array(3).fill(429)]);
  });
});

describe("every route", () => {
  it("stands under a limit, but the one that says that we live", () => {
    const unlimited = routes.filter((route) => limitKindOf(route) === "none");

    expect(unlimited.map(({ path }) => path)).toEqual(["/api/health"]);
  });

  it("that makes sessions or costs a model's time is refused while nobody can count", () => {
    const open = routes.filter((route) => {
      const kind = limitKindOf(route);
      return kind !== "none" && limitFigures[kind].whenDown === "allow";
    });

    expect(open.filter(({ method }) => method === "POST")).toEqual([]);
  });
});
