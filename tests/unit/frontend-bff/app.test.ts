import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { routes } from "#frontend-bff/app.ts";
import type { Route } from "#frontend-bff/route.ts";
import { type TokenPurpose, verifySessionToken } from "#layer/auth/session-token.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import { countedEvents, signOutCustomer, testBff } from "#tests/builders/bff.ts";

/** What the sweep knows of a route: the purpose that its tokens must have, and one that is good there. */
interface Door {
  purpose: TokenPurpose;
  token: string;
  session: Session;
}

/** A token signed with our own key, so that nothing but the named claim or header is wrong with it. */
async function signedLike(
  { dependencies, clock }: ReturnType<typeof testBff>,
  { purpose, session }: Door,
  claims: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
): Promise<string> {
  const { kid, key } = await dependencies.tokenRing.current();
  const iat = Math.floor(clock.nowMs() / 1000);
  const all = {
    iss: "pf360-bff",
    aud: "pf360-bff",
    sid: session.sessionId,
    tenant: "EASTHOME",
    sub: session.subject,
    ver: 1,
    purpose,
    iat,
    exp: iat + 900,
    jti: "t_1",
    ...claims,
  };
  return new SignJWT(all)
    .setProtectedHeader({ alg: "HS256", typ: "pf360-session+jwt", kid, ...header })
    .sign(key);
}

type MakeToken = (
  bff: ReturnType<typeof testBff>,
  door: Door,
) => Promise<string | undefined> | string | undefined;

const other: Record<TokenPurpose, TokenPurpose> = { stream: "manage", manage: "stream" };

const badTokens: [string, MakeToken][] = [
  ["no token", () => undefined],
  ["an empty one", () => "Bearer "],
  ["another scheme", (_bff, { token }) => `Basic ${token}`],
  ["garbage", () => "Bearer garbage"],
  ["two tokens", (_bff, { token }) => `Bearer ${token} ${token}`],
  ["a very long one", () => `Bearer ${"a".repeat(9000)}`],
  ["an unsigned one", (_bff, { token }) => `Bearer ${token.split(".").slice(0, 2).join(".")}.`],
  ["a changed one", (_bff, { token }) => `Bearer ${token.slice(0, -3)}AAA`],
  ["one of another key ring", async (_bff, door) => `Bearer ${await signedLike(testBff(), door)}`],
  ["an expired one", async (bff, door) => `Bearer ${await signedLike(bff, door, { iat: 1, exp: 2 })}`],
  ["one for another audience", async (bff, door) => `Bearer ${await signedLike(bff, door, { aud: "x" })}`],
  ["one of another type", async (bff, door) => `Bearer ${await signedLike(bff, door, {}, { typ: "JWT" })}`],
  [
    "one for another purpose",
    async (bff, door) => `Bearer ${await signedLike(bff, door, { purpose: other[door.purpose] })}`,
  ],
  [
    "one for no purpose of ours",
    async (bff, door) => `Bearer ${await signedLike(bff, door, { purpose: "state" })}`,
  ],
  [
    "one of another tenant",
    async (bff, door) => `Bearer ${await signedLike(bff, door, { tenant: "WESTHOME" })}`,
  ],
  [
    "one of no tenant of ours",
    async (bff, door) => `Bearer ${await signedLike(bff, door, { tenant: "NOBODY" })}`,
  ],
  [
    "one of another customer",
    async (bff, door) => `Bearer ${await signedLike(bff, door, { sub: `u1.${"x".repeat(43)}` })}`,
  ],
  ["one of another version", async (bff, door) => `Bearer ${await signedLike(bff, door, { ver: 2 })}`],
  [
    "one of an unknown session",
    async (bff, door) => `Bearer ${await signedLike(bff, door, { sid: newSessionId() })}`,
  ],
  [
    "one of a session that was ended",
    async (bff, { token, session }) => {
      await bff.sessions.end(session.sessionId);
      return `Bearer ${token}`;
    },
  ],
  [
    "one of a family that was revoked",
    async (bff, { token, session }) => {
      await bff.dependencies.families.revoke(session.sessionId, "EASTHOME");
      return `Bearer ${token}`;
    },
  ],
  [
    "one of a customer who was signed out",
    async (bff, { token }) => {
      await signOutCustomer(bff.dependencies, "EASTHOME", "1001");
      return `Bearer ${token}`;
    },
  ],
  [
    "one of a tenant that was signed out",
    async (bff, { token }) => {
      await bff.dependencies.revocations.revoke("EASTHOME");
      return `Bearer ${token}`;
    },
  ],
  ["a customer's bearer of an unknown tenant", () => "Bearer bearer-NOBODY-1001"],
];

const guarded = routes.filter(({ access }) => access !== "public" && access !== "refresh");
const sweep = guarded.flatMap((route) =>
  badTokens.map(([what, make]) => ({ name: `${route.method} ${route.path}`, what, route, make })),
);

async function doorOf(bff: ReturnType<typeof testBff>, route: Route): Promise<Door> {
  const { token, manage_token, session_id } = await bff.signIn();
  const session = await bff.sessions.get(session_id);
  if (!session) throw new Error("no session");
  const purpose = route.access === "session" ? route.purpose : "stream";
  return { purpose, token: purpose === "stream" ? token : manage_token, session };
}

describe("every route that is not public", () => {
  it("is among the guarded ones unless it is config or health, or its credential stands in its body", () => {
    const unguarded = routes.filter((route) => !guarded.includes(route));

    expect(unguarded.map(({ access, path }) => [access, path]).sort()).toEqual([
      ["public", "/api/config"],
      ["public", "/api/health"],
      ["refresh", "/api/session/refresh"],
    ]);
  });

  it.each(["stream", "manage"] as const)(
    "lets the hand-signed %s token of this sweep in when nothing is wrong with it",
    async (purpose) => {
      const bff = testBff();
      const route = routes.find((one) => one.access === "session" && one.purpose === purpose);
      if (!route) throw new Error("no such route");
      const door = await doorOf(bff, route);

      const { ring, clock } = { ring: bff.dependencies.tokenRing, clock: bff.clock };
      expect(
        await verifySessionToken({ ring, clock }, await signedLike(bff, door), { purpose }),
      ).toMatchObject({
        clientId: "EASTHOME",
        sessionId: door.session.sessionId,
        subject: door.session.subject,
      });
    },
  );

  it.each(sweep)("$name answers $what with the one 401", async ({ route, make }) => {
    const bff = testBff();
    const authorization = await make(bff, await doorOf(bff, route));

    const response = await bff.app.request(route.path, {
      method: route.method,
      headers: { "content-type": "application/json", ...(authorization !== undefined && { authorization }) },
      ...(route.method !== "GET" && { body: "{}" }),
    });

    expect(response.status).toBe(401);
    expect(await response.text()).toBe('{"error":{"code":"unauthorized","retryable":false}}');
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
  });

  it("does not take a session token at sign-in, nor a customer's bearer in the chat", async () => {
    const { app, signIn } = testBff();
    const { token } = await signIn();
    const post = (path: string, bearer: string) =>
      app.request(path, {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
        body: '{"message":"Hi"}',
      });

    expect((await post("/api/session", token)).status).toBe(401);
    expect((await post("/api/chat/simple", "bearer-EASTHOME-1001")).status).toBe(401);
  });

  it("counts what it refuses by its kind, and nothing else", async () => {
    const bff = testBff();
    const { token, manage_token } = await bff.signIn();
    const get = (bearer: string) =>
      bff.app.request("/api/session", { headers: { authorization: `Bearer ${bearer}` } });
    const counted = () => countedEvents(bff);

    await get(manage_token);
    expect(counted()).toEqual({});
    await get("garbage");
    await get(token);
    bff.clock.advance(906);
    await get(manage_token);

    expect(counted()).toEqual({ token_refused: 1, wrong_purpose: 1, token_expired: 1 });
  });

  it("counts a request without a token, a bad bearer at sign-in and one of an unknown tenant too", async () => {
    const bff = testBff();
    const signIn = (authorization?: string) =>
      bff.app.request("/api/session", { method: "POST", headers: authorization ? { authorization } : {} });

    await bff.app.request("/api/conversation");
    await signIn();
    await signIn("Bearer garbage");
    await signIn("Bearer bearer-NOBODY-1001");
    expect(countedEvents(bff)).toEqual({ token_refused: 4 });
    await bff.app.request("/api/metrics");

    expect(countedEvents(bff)).toEqual({ token_refused: 4, operator_refused: 1 });
  });
});

describe("every answer", () => {
  it.each([
    ["GET", "/api/health", 200],
    ["GET", "/api/config?t=pk_east_home", 200],
    ["GET", "/api/nothing", 404],
    ["GET", "/api/chat", 404],
    ["PUT", "/api/session", 404],
    ["DELETE", "/api/session", 401],
    ["GET", "/api/session", 401],
    ["POST", "/api/session/refresh", 415],
    ["GET", "/", 404],
    ["POST", "/api/session", 401],
  ])("to %s %s carries the security headers and an id of ours", async (method, path, status) => {
    const { app } = testBff();

    const response = await app.request(path, { method, headers: { "x-request-id": "theirs" } });

    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "x-request-id": expect.stringMatching(/^req_/) as string,
    });
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
    expect(response.headers.has("x-powered-by")).toBe(false);
  });

  it("to an unknown route is JSON with a code", async () => {
    const { app } = testBff();

    const response = await app.request("/api/nothing");

    expect(await response.json()).toEqual({
      error: { code: "not_found", retryable: false, request_id: response.headers.get("x-request-id") },
    });
  });

  it("hides what broke inside, and logs its class alone", async () => {
    const { app, signIn, sessions, logged } = testBff();
    const { token } = await signIn();
    sessions.get = async () => {
      throw new RangeError("table arn:secret");
    };

    const response = await app.request("/api/chat/simple", {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
    });

    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { code: "bug", retryable: false } });
    expect(logged).toContainEqual(expect.objectContaining({ event: "request-failed", level: "error" }));
    expect(JSON.stringify(logged)).toContain("RangeError");
    expect(JSON.stringify(logged)).not.toMatch(/secret/);
  });

  it("is logged by route and status, never by what the client wrote", async () => {
    const { app, logged } = testBff();

    await app.request("/api/health?token=secret");
    await app.request("/api/secret/path");

    expect(logged.map(({ fields: { route, status } }) => ({ route, status }))).toEqual([
      { route: "/api/health", status: 200 },
      { route: "unknown", status: 404 },
    ]);
    expect(JSON.stringify(logged)).not.toContain("secret");
  });
});
