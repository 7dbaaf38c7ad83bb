import { describe, expect, it } from "vitest";
import { openBearer } from "#layer/auth/seal.ts";
import { verifySessionToken } from "#layer/auth/session-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { sessionIdForm } from "#layer/domain/references.ts";
import { testBff } from "#tests/builders/bff.ts";

describe("POST /api/session", () => {
  it("makes a session of the bearer's customer and answers a token for it", async () => {
    const { signIn, sessions, dependencies, clock } = testBff();

    const answer = await signIn();

    expect(Object.keys(answer).sort()).toEqual(["conversation_id", "expires_at", "session_id", "token"]);
    expect(answer.expires_at).toBe(nowSeconds(clock) + 900);
    const session = await sessions.get(answer.session_id);
    expect(session).toMatchObject({
      clientId: "EASTHOME",
      customerId: "1001",
      conversationId: answer.conversation_id,
      absoluteEnd: nowSeconds(clock) + 8 * 3600,
      expiresAt: nowSeconds(clock) + 1800,
    });
    const claims = await verifySessionToken({ ring: dependencies.tokenRing, clock }, answer.token, {
      purpose: "chat",
    });
    expect(claims).toMatchObject({ sessionId: answer.session_id, clientId: "EASTHOME", version: 1 });
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
    expect(one.conversation_id).not.toBe(two.conversation_id);
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
    expect(second.conversation_id).not.toBe(first.conversation_id);
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
