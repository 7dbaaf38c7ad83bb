import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMemoryTenantDirectory } from "#layer/tenants/memory-tenant-directory.ts";
import { chatRequest, east, type SignedIn, testBff, west } from "#tests/builders/bff.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";

const eastShop = "https://shop.east-home.example.com";
const eastPort = "https://east-home.example.com:8443";
const westShop = "https://shop.west-home.example.com";
const tenants = [
  { ...east, allowed_origins: [eastShop, eastPort] },
  { ...west, allowed_origins: [westShop] },
];
const own = "https://chat.example.com";

function scene({ publicOrigin }: { publicOrigin?: string } = {}) {
  const bff = testBff({
    overrides: {
      tenants: createMemoryTenantDirectory(tenants),
      operatorRing: testKeyRing("o1", "o2"),
      ...(publicOrigin !== undefined && { publicOrigin }),
    },
  });
  const ask = (path: string, origin: string | undefined, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (origin !== undefined) headers.set("origin", origin);
    return bff.app.request(path.startsWith("http") ? path : `${own}${path}`, { ...init, headers });
  };
  return { ...bff, ask };
}

async function isRefused(response: Response): Promise<boolean> {
  const hasCors = [...response.headers.keys()].some((name) => name.startsWith("access-control-"));
  if (response.status !== 403 || hasCors) return false;
  expect(await response.json()).toMatchObject({ error: { code: "origin_refused", retryable: false } });
  expect(response.headers.get("vary")).toBe("Origin");
  return true;
}

const preflight = { method: "OPTIONS", headers: { "access-control-request-method": "POST" } };

describe("a page on another origin", () => {
  it("is answered with its own origin when it names the tenant that allows it", async () => {
    const { ask } = scene();

    const response = await ask(`/api/config?t=${east.public_key}`, eastShop);

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": eastShop,
      "access-control-expose-headers": "ETag, Retry-After, x-request-id",
      vary: "Origin",
    });
    expect(response.headers.has("access-control-allow-credentials")).toBe(false);
  });

  it("may ask before it writes, for five minutes, and nothing is carried out", async () => {
    const { ask, logged } = scene();

    const response = await ask(`/api/chat?t=${east.public_key}`, eastShop, preflight);

    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": eastShop,
      "access-control-allow-methods": "GET, POST, PATCH, DELETE",
      "access-control-allow-headers": "authorization, content-type, if-match, last-event-id",
      "access-control-max-age": "300",
      vary: "Origin",
    });
    expect(logged.map(({ event }) => event)).toEqual(["request-end"]);
  });

  it("signs in, writes and is told of a 401 as on our own", async () => {
    const { ask } = scene();
    const at = (path: string) => `${path}?t=${east.public_key}`;

    const signedIn = await ask(at("/api/session"), eastShop, {
      method: "POST",
      headers: { authorization: "Bearer bearer-EASTHOME-1001" },
    });
    const written = await ask(
      at("/api/chat"),
      eastShop,
      chatRequest((await signedIn.json()) as SignedIn, "Hello."),
    );
    const refused = await ask(at("/api/chat"), eastShop, { method: "POST" });

    for (const response of [signedIn, written, refused]) {
      expect(response.headers.get("access-control-allow-origin")).toBe(eastShop);
    }
    expect([signedIn.status, written.status, refused.status]).toEqual([200, 200, 401]);
  });

  it.each([
    ["names no tenant", "/api/config", eastShop],
    ["names another tenant than the one that allows it", `/api/config?t=${west.public_key}`, eastShop],
    ["names two tenants", `/api/config?t=${east.public_key}&t=${west.public_key}`, eastShop],
    ["names a tenant that there is not", "/api/config?t=pk_nobody_home", eastShop],
    ["names something that is no key", "/api/config?t=%00", eastShop],
    ["is in nobody's set", `/api/config?t=${east.public_key}`, "https://evil.example.com"],
    ["asks for a page of ours", "/", eastShop],
    ["asks for nothing that there is", "/api/nothing", eastShop],
  ])("is refused when it %s", async (_, path, origin) => {
    const { ask, dependencies } = scene();

    expect(await isRefused(await ask(path, origin))).toBe(true);
    expect(await isRefused(await ask(path, origin, preflight))).toBe(true);
    const events = dependencies.counters.read()[0]?.values;
    expect(events).toContainEqual({ labels: { event: "origin_refused" }, value: 2 });
  });

  it("is refused with the bearer or token of a customer whose tenant does not allow it", async () => {
    const { ask, signIn, dependencies } = scene();
    const theirs = await signIn("bearer-WESTHOME-2001");
    const at = (path: string) => `${path}?t=${east.public_key}`;
    const ofTheirs = (init: RequestInit, token: string) => ({
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    const bearer = ofTheirs({ method: "POST" }, "bearer-WESTHOME-2001");
    const refresh = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: theirs.refresh_token }),
    };

    const answers = [
      await ask(at("/api/session"), eastShop, bearer),
      await ask(at("/api/session/refresh"), eastShop, refresh),
      await ask(at("/api/chat"), eastShop, chatRequest(theirs, "Hello.")),
      await ask(at("/api/session"), eastShop, ofTheirs({ method: "GET" }, theirs.manage_token)),
      await ask(at("/api/session"), eastShop, ofTheirs({ method: "DELETE" }, theirs.manage_token)),
    ];

    for (const answer of answers) expect(await isRefused(answer)).toBe(true);
    expect(await dependencies.sessions.get(theirs.session_id)).toBeDefined();
    expect((await ask("/api/session/refresh", undefined, refresh)).status).toBe(200);
  });

  it("gets the plain 401 of the operator's numbers without a key", async () => {
    const { ask } = scene();
    const headers = { authorization: "Bearer no-operator" };

    const response = await ask(`/api/metrics?t=${east.public_key}`, eastShop, { headers });

    expect(response.status).toBe(401);
  });

  it("is never let to the operator's numbers, whatever key it holds", async () => {
    const { ask, dependencies } = scene();
    const [key] = (await dependencies.operatorRing?.all()) ?? [];
    const bearer = Buffer.from(key?.key ?? []).toString("base64url");
    const headers = { authorization: `Bearer ${bearer}` };

    expect((await ask("/api/metrics", undefined, { headers })).status).toBe(200);
    expect(await isRefused(await ask(`/api/metrics?t=${east.public_key}`, eastShop, { headers }))).toBe(true);
  });
});

describe("our own page", () => {
  it.each([
    [`${own}/api/config?t=${west.public_key}`, own],
    [`http://localhost:3000/api/config?t=${west.public_key}`, "http://localhost:3000"],
    [`http://127.0.0.1:3000/api/config?t=${west.public_key}`, "http://127.0.0.1:3000"],
  ])("may ask %s", async (address, origin) => {
    const { ask } = scene();

    const response = await ask(address, origin);

    expect(response.status).toBe(200);
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
    expect(response.headers.get("vary")).toBe("Origin");
  });

  it("is the one at PUBLIC_ORIGIN, and no other, when a proxy stands before us", async () => {
    const { ask } = scene({ publicOrigin: "https://public.example.com" });
    const inside = "http://10.0.0.7:3000/api/health";

    expect((await ask(inside, "https://public.example.com")).status).toBe(200);
    expect(await isRefused(await ask(inside, "http://10.0.0.7:3000"))).toBe(true);
    expect(await isRefused(await ask("/api/health", own))).toBe(true);
  });

  it("is not one whose name somebody has pointed at this machine", async () => {
    const { ask } = scene();

    const response = await ask(
      "http://rebound.example.com:3000/api/health",
      "http://rebound.example.com:3000",
    );

    expect(await isRefused(response)).toBe(true);
  });
});

/** What has fooled comparisons of origins elsewhere, made from an allowed one. */
function hostileLike(allowed: string): string[] {
  const { protocol, host, hostname, port } = new URL(allowed);
  const otherScheme = protocol === "https:" ? "http:" : "https:";
  const lookAlikes = [
    hostname.replace("e", "\u0435"),
    hostname.replace("o", "\u043e"),
    hostname.replace(".", "\u3002"),
    hostname.replace("s", "\u017f"),
    hostname.replace("m", "rn"),
  ].filter((text) => text !== hostname);
  const hosts = [
    `evil${host}`,
    `evil.${host}`,
    `${host}.evil.example.com`,
    `${hostname}evil.com`,
    host.replace(".", "x"),
    host.replace(".", ""),
    host.slice(1),
    host.slice(0, -1),
    host.toUpperCase(),
    `${host[0]?.toUpperCase()}${host.slice(1)}`,
    `${hostname}.${port && `:${port}`}`,
    port ? hostname : `${host}:443`,
    `${hostname}:${port === "8443" ? "8444" : "8443"}`,
    `${hostname}:0443`,
    `user@${host}`,
    `user:password@${host}`,
    `${host}@evil.example.com`,
    `evil.example.com#${host}`,
    `evil.example.com?${host}`,
    `evil.example.com/${host}`,
    `evil.example.com\\${host}`,
    `${host}%00.evil.example.com`,
    `${host}%2eevil.example.com`,
    hostname.split(".").slice(1).join("."),
    hostname.split(".").slice(-2).join("."),
    ...lookAlikes.map((name) => encodeURI(name)),
    ...lookAlikes
      .filter((name) => URL.canParse(`https://${name}`))
      .map((name) => new URL(`https://${name}`).host),
  ].filter((text) => text !== host);
  return [
    ...hosts.map((text) => `${protocol}//${text}`),
    `${otherScheme}//${host}`,
    `ftp://${host}`,
    `//${host}`,
    host,
    `${allowed}/`,
    `${allowed}/path`,
    `${allowed}?query`,
    `${allowed}#part`,
    `${allowed}, ${allowed}`,
    `${allowed} ${allowed}`,
    `https://evil.example.com, ${allowed}`,
    `${allowed},https://evil.example.com`,
    `null, ${allowed}`,
    protocol,
    `${protocol}//`,
    protocol.toUpperCase() + allowed.slice(protocol.length),
  ].filter((text) => text !== allowed);
}

const general = [
  "null",
  "undefined",
  "*",
  "",
  "file://",
  "about:blank",
  "data:",
  "https://*",
  "chrome-extension://abc",
];

describe("hostile origins", () => {
  const all = [...general, ...[eastShop, eastPort, westShop, own].flatMap(hostileLike)];

  it("are many, and none is an allowed one", () => {
    expect(new Set(all).size).toBeGreaterThan(150);
    expect(all).not.toContain(eastShop);
  });

  it("are refused, every one, for a request and for a preflight", async () => {
    const { ask } = scene();
    const accepted: string[] = [];

    for (const origin of all) {
      for (const { public_key } of tenants) {
        for (const init of [{}, preflight]) {
          const response = await ask(`/api/config?t=${public_key}`, origin, init);
          if (!(await isRefused(response))) accepted.push(origin);
        }
      }
    }

    expect(accepted).toEqual([]);
  });

  it("are refused when they are an allowed one changed by anything anywhere", async () => {
    const { ask } = scene();
    const printable = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
    const change = fc.tuple(fc.nat(eastShop.length), fc.nat(3), fc.string({ unit: printable, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(change, async ([at, cut, put]) => {
        const origin = eastShop.slice(0, at) + put + eastShop.slice(at + cut);
        fc.pre(origin !== eastShop && origin !== eastPort);

        expect(await isRefused(await ask(`/api/config?t=${east.public_key}`, origin))).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
