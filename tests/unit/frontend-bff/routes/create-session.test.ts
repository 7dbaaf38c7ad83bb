import { describe, expect, it } from "vitest";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import { openBearer } from "#layer/auth/seal.ts";
import { verifySessionToken } from "#layer/auth/session-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { sessionIdForm } from "#layer/domain/references.ts";
import { countedEvents, signOutCustomer, testBff } from "#tests/builders/bff.ts";

describe("POST /api/session", () => {
  it("makes a session of the bearer's customer and answers a token for it", async () => {
    const { signIn, sessions, dependencies, clock } = testBff();

    const answer = await signIn();

    expect(Object.keys(answer).sort()).toEqual([
      "conversation_id",
      "expires_at",
      "manage_token",
      "refresh_expires_at",
      "refresh_token",
      "session_id",
      "token",
    ]);
    expect(answer.expires_at).toBe(nowSeconds(clock) + 900);
    expect(answer.refresh_expires_at).toBe(nowSeconds(clock) + 8 * 3600);
    const session = await sessions.get(answer.session_id);
    expect(session).toMatchObject({
      clientId: "EASTHOME",
      customerId: "1001",
      conversationId: answer.conversation_id,
      absoluteEnd: nowSeconds(clock) + 8 * 3600,
      expiresAt: nowSeconds(clock) + 1800,
      marks: { tenant: 0, customer: 0 },
    });
    for (const [token, purpose] of [
      [answer.token, "stream"],
      [answer.manage_token, "manage"],
    ] as const) {
      expect(
        await verifySessionToken({ ring: dependencies.tokenRing, clock }, token, { purpose }),
      ).toMatchObject({
        sessionId: answer.session_id,
        clientId: "EASTHOME",
        version: 1,
        subject: session?.subject,
      });
    }
    expect(await dependencies.families.get(answer.session_id, "EASTHOME")).toMatchObject({
      generation: 1,
      requestCount: 0,
      absoluteEnd: nowSeconds(clock) + 8 * 3600,
    });
  });

  it("takes a request without a body, and one whose empty body no header speaks of, as Node gives it", async () => {
    const { app } = testBff();
    const signIn = (change: RequestInit & { duplex?: "half" }, headers: Record<string, string> = {}) =>
      app.request("/api/session", {
        method: "POST",
        headers: { authorization: "Bearer bearer-EASTHOME-1001", ...headers },
        ...change,
      });
    const stream = (text: string) => new Blob([text]).stream();

    expect((await signIn({})).status).toBe(200);
    expect((await signIn({ body: stream(""), duplex: "half" })).status).toBe(200);
    expect(
      (await signIn({ body: stream("{}"), duplex: "half" }, { "transfer-encoding": "chunked" })).status,
    ).toBe(415);
  });

  it("keeps the bearer sealed to that session, and shows it nowhere", async () => {
    const { signIn, sessions, dependencies, logged } = testBff();

    const answer = await signIn("bearer-EASTHOME-1001");

    const session = await sessions.get(answer.session_id);
    expect(JSON.stringify([session, answer, logged])).not.toContain("bearer-EASTHOME");
    expect(await openBearer(dependencies.sealRing, answer.session_id, session?.sealedBearer ?? "")).toBe(
      "bearer-EASTHOME-1001",
    );
  });

  it("makes ids that nobody can guess, anew at each sign-in", async () => {
    const { signIn } = testBff();

    const [one, two] = [await signIn(), await signIn()];

    expect(one.session_id).toMatch(sessionIdForm);
    expect(one.session_id).not.toBe(two.session_id);
    expect(one.refresh_token).not.toBe(two.refresh_token);
    expect(one.session_id + one.conversation_id).not.toMatch(/1001|EASTHOME/);
  });

  it("ends the session before the customer's own bearer ends, and takes none that is about to", async () => {
    const short = testBff({ bearerLifeSeconds: 600 });
    const shorter = testBff({ bearerLifeSeconds: 60 });

    const { session_id, expires_at } = await short.signIn();

    expect((await short.sessions.get(session_id))?.absoluteEnd).toBe(nowSeconds(short.clock) + 540);
    expect(expires_at).toBe(nowSeconds(short.clock) + 540);
    await expect(shorter.signIn()).rejects.toThrow("401");
  });

  it("gives the same session back for its old token, expired or not, with the new bearer and all that was kept", async () => {
    const { signIn, sessions, dependencies, clock } = testBff();
    const first = await signIn("bearer-EASTHOME-1001");
    await sessions.keepOffer(first.session_id, "1", { requestId: 7, dates: ["2026-11-24"], times: {} });
    clock.advance(20 * 60);

    const again = await signIn("bearer-EASTHOME-1001-fresh", { token: first.token });

    expect(again).toMatchObject({ session_id: first.session_id, conversation_id: first.conversation_id });
    expect(again.expires_at).toBe(nowSeconds(clock) + 900);
    const session = await sessions.get(first.session_id);
    expect(session?.offers).toHaveProperty("1");
    expect(await openBearer(dependencies.sealRing, first.session_id, session?.sealedBearer ?? "")).toBe(
      "bearer-EASTHOME-1001-fresh",
    );
  });

  it("does not stretch the eight hours by renewing", async () => {
    const { signIn, sessions, clock } = testBff();
    let held = await signIn();
    const end = (await sessions.get(held.session_id))?.absoluteEnd;
    const sessionId = held.session_id;

    for (let turns = 0; turns < 16; turns += 1) {
      clock.advance(29 * 60);
      held = await signIn("bearer-EASTHOME-1001", { token: held.token });
    }

    expect(held.session_id).toBe(sessionId);
    expect((await sessions.get(sessionId))?.absoluteEnd).toBe(end);
    clock.advance(29 * 60);
    expect((await signIn("bearer-EASTHOME-1001", { token: held.token })).session_id).not.toBe(sessionId);
  });

  it.each<[string, string, (token: string) => string]>([
    ["another customer", "bearer-EASTHOME-2002", (token) => token],
    ["the same number at another tenant", "bearer-WESTHOME-1001", (token) => token],
    ["the same customer with a changed token", "bearer-EASTHOME-1001", (token) => `${token.slice(0, -2)}AA`],
    ["the same customer with garbage", "bearer-EASTHOME-1001", () => "garbage"],
  ])("makes a new session when the old token is presented by %s", async (_what, bearer, change) => {
    const { signIn, sessions } = testBff();
    const first = await signIn("bearer-EASTHOME-1001");
    const before = await sessions.get(first.session_id);

    const second = await signIn(bearer, { token: change(first.token) });

    expect(second.session_id).not.toBe(first.session_id);
    expect(second.conversation_id === first.conversation_id).toBe(bearer === "bearer-EASTHOME-1001");
    expect(await sessions.get(first.session_id)).toEqual(before);
  });

  it("makes a new session when the old one is over", async () => {
    const { signIn, clock, sessions } = testBff();
    const first = await signIn();
    const ended = await signIn();
    await sessions.end(ended.session_id);

    expect((await signIn("bearer-EASTHOME-1001", { token: ended.token })).session_id).not.toBe(
      ended.session_id,
    );
    clock.advance(1801);
    expect((await signIn("bearer-EASTHOME-1001", { token: first.token })).session_id).not.toBe(
      first.session_id,
    );
  });

  it("takes an old token of either purpose, and starts a new generation of the same family", async () => {
    const { signIn, dependencies, clock } = testBff();
    const first = await signIn();
    clock.advance(11);

    const second = await signIn("bearer-EASTHOME-1001", { token: first.manage_token });

    expect(second.session_id).toBe(first.session_id);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await dependencies.families.get(first.session_id, "EASTHOME")).toMatchObject({ generation: 2 });
  });

  it("gives pages that sign in again at the same time the same refresh token", async () => {
    const { signIn, clock } = testBff();
    const { token } = await signIn();
    clock.advance(20 * 60);

    const pages = await Promise.all(
      Array.from({ length: 5 }, () => signIn("bearer-EASTHOME-1001", { token })),
    );

    expect(new Set(pages.map(({ refresh_token }) => refresh_token)).size).toBe(1);
  });

  it("brings no session back whose family was revoked or whose customer was signed out", async () => {
    const { signIn, dependencies, sessions } = testBff();
    const [one, two] = [await signIn(), await signIn()];
    await dependencies.families.revoke(one.session_id, "EASTHOME");
    const before = await sessions.get(two.session_id);
    await signOutCustomer(dependencies, "EASTHOME", "1001");

    for (const { token, session_id } of [one, two]) {
      expect((await signIn("bearer-EASTHOME-1001-fresh", { token })).session_id).not.toBe(session_id);
    }
    expect(await sessions.get(two.session_id)).toEqual(before);
  });

  it("takes its rows back and begins anew when a revocation falls into the sign-in", async () => {
    const bff = testBff();
    const { signIn, sessions, dependencies, app } = bff;
    const made: string[] = [];
    const create = sessions.create.bind(sessions);
    sessions.create = async (session) => {
      made.push(session.sessionId);
      if (made.length === 1) await signOutCustomer(dependencies, "EASTHOME", "1001");
      return create(session);
    };

    const held = await signIn();

    expect(made).toHaveLength(2);
    const [lost = "", kept] = made;
    expect(held.session_id).toBe(kept);
    expect([await sessions.exists(lost), await dependencies.families.get(lost, "EASTHOME")]).toEqual([
      false,
      undefined,
    ]);
    const own = await app.request("/api/session", {
      headers: { authorization: `Bearer ${held.manage_token}` },
    });
    expect(own.status).toBe(200);
  });

  it("gives up with upstream_down, and leaves nothing behind, while revocations keep coming", async () => {
    const { app, sessions, dependencies } = testBff();
    const made: string[] = [];
    const create = sessions.create.bind(sessions);
    sessions.create = async (session) => {
      made.push(session.sessionId);
      await dependencies.revocations.revoke("EASTHOME");
      return create(session);
    };

    const response = await app.request("/api/session", {
      method: "POST",
      headers: { authorization: "Bearer bearer-EASTHOME-1001" },
    });

    expect(response.status).toBe(503);
    expect(made.length).toBeGreaterThan(1);
    for (const id of made) expect(await sessions.exists(id)).toBe(false);
  });

  it.each([
    ["identity_mismatch", "bearer-EASTHOME-2002"],
    ["cross_tenant", "bearer-WESTHOME-1001"],
  ])("counts %s when %s comes with another's token", async (name, bearer) => {
    const bff = testBff();
    const { token } = await bff.signIn("bearer-EASTHOME-1001");

    await bff.signIn(bearer, { token });

    expect(countedEvents(bff)).toEqual({ [name]: 1 });
  });

  it("makes tokens of the life that was set", async () => {
    const { signIn, clock } = testBff({ overrides: { tokenLifeSeconds: 300 } });

    expect((await signIn()).expires_at).toBe(nowSeconds(clock) + 300);
  });

  it("makes no session while the audit log is down", async () => {
    const { app, dependencies, sessions } = testBff();
    const made: string[] = [];
    const create = sessions.create.bind(sessions);
    sessions.create = async (session) => {
      made.push(session.sessionId);
      return create(session);
    };
    dependencies.audit.open = () => ({ append: () => Promise.reject(new AuditDownError()) });

    const response = await app.request("/api/session", {
      method: "POST",
      headers: { authorization: "Bearer bearer-EASTHOME-1001" },
    });

    expect(response.status).toBe(503);
    expect(made).toEqual([]);
  });

  it("answers upstream_down, not 401, while the issuer's keys cannot be read", async () => {
    const { app } = testBff();

    const response = await app.request("/api/session", {
      method: "POST",
      headers: { authorization: "Bearer bearer-down" },
    });

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: "upstream_down", retryable: true } });
  });

  it.each<[string, string | undefined, number]>([
    ["no body", undefined, 200],
    ["an empty object", "{}", 200],
    ["no JSON", "{", 400],
    ["a field we do not know", '{"customer_id":"2002"}', 400],
    ["a token that is no text", '{"token":7}', 400],
    ["a list", "[]", 400],
    ["null", "null", 400],
    ["more than 16 KB", `{"token":"${"x".repeat(17_000)}"}`, 413],
  ])("with %s answers by the form of the body", async (_what, body, status) => {
    const { app } = testBff();

    const response = await app.request("/api/session", {
      method: "POST",
      headers: { authorization: "Bearer bearer-EASTHOME-1001", "content-type": "application/json" },
      ...(body !== undefined && { body }),
    });

    expect(response.status).toBe(status);
  });
});
