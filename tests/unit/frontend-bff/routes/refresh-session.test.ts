import { describe, expect, it } from "vitest";
import type { AuditLog } from "#layer/audit/audit-log.ts";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import { makeRefreshToken } from "#layer/auth/refresh-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { countedEvents, type SignedIn, signOutCustomer } from "#tests/builders/bff.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";
import { refreshScene } from "#tests/builders/refresh-scene.ts";

describe("POST /api/session/refresh", () => {
  it("gives the same session fresh tokens and the family's next one", async () => {
    const { signIn, refresh, manage, turn, clock, dependencies, actions } = refreshScene();
    const first = await signIn();
    clock.advance(14 * 60);

    const second = await refresh(first.refresh_token);

    expect(second).toMatchObject({
      session_id: first.session_id,
      conversation_id: first.conversation_id,
      expires_at: nowSeconds(clock) + 900,
      refresh_expires_at: first.refresh_expires_at,
    });
    expect(new Set([first.refresh_token, second.refresh_token]).size).toBe(2);
    expect([await manage(second), await turn(second)]).toEqual([200, 200]);
    expect(await dependencies.families.get(first.session_id, "EASTHOME")).toMatchObject({ generation: 2 });
    expect(actions()).toEqual([
      ["session_create", "intent", undefined],
      ["session_create", "outcome", "ok"],
      ["session_refresh", "intent", undefined],
      ["session_refresh", "outcome", "ok"],
    ]);
  });

  it("answers a repeated token with the very same next one for ten seconds", async () => {
    const { signIn, refresh, clock, lifeIn } = refreshScene();
    const { refresh_token } = await signIn();
    const second = await refresh(refresh_token);

    clock.advance(10);
    const again = await refresh(refresh_token);

    expect(again.refresh_token).toBe(second.refresh_token);
    expect((await lifeIn(second)).statuses).toEqual([200, 200, 200]);
  });

  it("gives twenty tabs that ask at the same time one and the same next token", async () => {
    const { signIn, refresh, dependencies } = refreshScene();
    const { refresh_token, session_id } = await signIn();

    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(refresh_token)));

    expect(new Set(answers.map((answer) => answer.refresh_token)).size).toBe(1);
    expect(await dependencies.families.get(session_id, "EASTHOME")).toMatchObject({ generation: 2 });
  });

  it.each<[string, number, (tokens: string[]) => string | undefined]>([
    ["the one before, after ten seconds", 11, ([, second]) => second],
    ["the one before that, at once", 0, ([first]) => first],
  ])("ends family, session and every access token when %s is used", async (_what, waitSeconds, choose) => {
    const bff = refreshScene();
    const { signIn, refresh, statusOf, lifeIn, clock, actions } = bff;
    const first = await signIn();
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token);
    clock.advance(waitSeconds);

    const status = await statusOf(choose([first.refresh_token, second.refresh_token]) ?? "");

    expect(status).toBe(401);
    expect(await lifeIn(third, second.refresh_token, first.refresh_token)).toEqual({
      statuses: [401, 401, 401, 401, 401],
      session: undefined,
      revoked: true,
    });
    expect(countedEvents(bff).refresh_reuse).toBe(1);
    expect(actions().filter(([action]) => action === "refresh_reuse")).toEqual([
      ["refresh_reuse", "event", "refused"],
    ]);
  });

  it("ends a reused family also while the audit log is down, and says so in the log", async () => {
    const { signIn, refresh, statusOf, lifeIn, dependencies, logged } = refreshScene();
    const first = await signIn();
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token);
    const down: AuditLog["append"] = () => Promise.reject(new AuditDownError());
    dependencies.audit.append = down;

    expect(await statusOf(first.refresh_token)).toBe(401);

    expect((await lifeIn(third)).statuses).toEqual([401, 401, 401]);
    expect(logged).toContainEqual(expect.objectContaining({ event: "audit-failed" }));
  });

  it("rotates nothing while the audit log is down", async () => {
    const { signIn, post, dependencies } = refreshScene();
    const { refresh_token, session_id } = await signIn();
    dependencies.audit.open = () => ({ append: () => Promise.reject(new AuditDownError()) });

    const response = await post({ refresh_token });

    expect(response.status).toBe(503);
    expect(await dependencies.families.get(session_id, "EASTHOME")).toMatchObject({ generation: 1 });
  });

  it("kills nothing by garbage that names a living session", async () => {
    const { signIn, statusOf, lifeIn } = refreshScene();
    const held = await signIn();
    const claims = { sessionId: held.session_id, clientId: "EASTHOME" };
    const forged = await Promise.all(
      [1, 2, 7].map((generation) => makeRefreshToken(testKeyRing("k1"), { ...claims, generation })),
    );
    const hostile = [
      ...forged.map(({ token }) => token),
      held.session_id,
      held.token,
      `${held.refresh_token.slice(0, -2)}AA`,
      ...forged.map(({ stored }) => stored),
    ];

    for (const token of hostile) expect(await statusOf(token)).toBe(401);

    expect((await lifeIn(held)).statuses).toEqual([200, 200, 200]);
  });

  it("does not prolong a session in which nothing is said", async () => {
    const { signIn, refresh, statusOf, clock, sessions } = refreshScene();
    const first = await signIn();
    const idleEnd = (await sessions.get(first.session_id))?.expiresAt;
    clock.advance(29 * 60);
    const second = await refresh(first.refresh_token);

    expect((await sessions.get(first.session_id))?.expiresAt).toBe(idleEnd);
    clock.advance(60);
    expect(await statusOf(second.refresh_token)).toBe(401);
  });

  it("never goes past eight hours after the sign-in, however busy the session is", async () => {
    const { signIn, refresh, statusOf, turn, clock } = refreshScene();
    let held = await signIn();
    const end = held.refresh_expires_at;
    for (let quarters = 1; quarters < 8 * 4; quarters += 1) {
      clock.advance(15 * 60);
      held = await refresh(held.refresh_token);
      expect(await turn(held)).toBe(200);
    }

    expect(held).toMatchObject({ refresh_expires_at: end, expires_at: end });
    clock.advance(15 * 60);
    expect(await statusOf(held.refresh_token)).toBe(401);
  });

  it("never outlives the customer's own bearer", async () => {
    const { signIn, refresh, statusOf, clock } = refreshScene({ bearerLifeSeconds: 1000 });
    const first = await signIn();
    clock.advance(900);
    const second = await refresh(first.refresh_token);

    expect(second).toMatchObject({
      expires_at: nowSeconds(clock) + 40,
      refresh_expires_at: second.expires_at,
    });
    clock.advance(40);
    expect(await statusOf(second.refresh_token)).toBe(401);
  });

  it.each<[string, (bff: ReturnType<typeof refreshScene>, held: SignedIn) => Promise<unknown>]>([
    ["that was signed out", ({ sessions }, { session_id }) => sessions.end(session_id)],
    [
      "whose family was revoked",
      ({ dependencies }, { session_id }) => dependencies.families.revoke(session_id, "EASTHOME"),
    ],
    [
      "of a customer who was signed out",
      ({ dependencies }) => signOutCustomer(dependencies, "EASTHOME", "1001"),
    ],
    ["of a tenant that was signed out", ({ dependencies }) => dependencies.revocations.revoke("EASTHOME")],
    ["that was removed", ({ sessions }, { session_id }) => sessions.remove(session_id)],
    [
      "whose family was removed",
      ({ dependencies }, { session_id }) => dependencies.families.remove(session_id, "EASTHOME"),
    ],
    [
      "of a tenant that we know no more",
      async ({ dependencies }) => {
        dependencies.tenants.get = async () => undefined;
      },
    ],
  ])("is refused for a session %s, on the next request", async (_what, end) => {
    const bff = refreshScene();
    const held = await bff.signIn();

    await end(bff, held);

    expect(await bff.statusOf(held.refresh_token)).toBe(401);
    expect(await bff.manage(held)).toBe(401);
    expect(await bff.turn(held)).toBe(401);
  });

  it("leaves other customers and tenants signed in when one is signed out", async () => {
    const { signIn, dependencies, lifeIn, statusOf } = refreshScene();
    const [one, other, west] = [
      await signIn("bearer-EASTHOME-1001"),
      await signIn("bearer-EASTHOME-2002"),
      await signIn("bearer-WESTHOME-1001"),
    ];

    await signOutCustomer(dependencies, "EASTHOME", "1001");

    expect(await statusOf(one.refresh_token)).toBe(401);
    expect((await lifeIn(other)).statuses).toEqual([200, 200, 200]);
    expect((await lifeIn(west)).statuses).toEqual([200, 200, 200]);
  });

  it("ends the session of a family that somebody revoked and did not come to ending", async () => {
    const { signIn, statusOf, sessions, dependencies } = refreshScene();
    const held = await signIn();
    await dependencies.families.revoke(held.session_id, "EASTHOME");

    await statusOf(held.refresh_token);

    expect(await sessions.get(held.session_id)).toBeUndefined();
  });

  it("says the same 401 for every reason", async () => {
    const { signIn, post, sessions } = refreshScene();
    const ended = await signIn();
    await sessions.end(ended.session_id);
    const unknown = await makeRefreshToken(testKeyRing("k1"), {
      sessionId: newSessionId(),
      clientId: "NOBODY",
      generation: 1,
    });

    const answers = await Promise.all(
      ["garbage", ended.refresh_token, ended.token, unknown.token].map((refresh_token) =>
        post({ refresh_token }),
      ),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));

    expect(new Set(bodies)).toEqual(new Set(['{"error":{"code":"unauthorized","retryable":false}}']));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });

  it("keeps every token it saw and gave out of the log", async () => {
    const { signIn, refresh, logged } = refreshScene();
    const first = await signIn();
    const second = await refresh(first.refresh_token);

    for (const { token, manage_token, refresh_token } of [first, second]) {
      for (const secret of [token, manage_token, refresh_token]) {
        expect(JSON.stringify(logged)).not.toContain(secret);
      }
    }
  });

  it.each<[string, string, number]>([
    ["no JSON", "{", 400],
    ["no token", "{}", 400],
    ["an empty one", '{"refresh_token":""}', 400],
    ["a number", '{"refresh_token":7}', 400],
    ["a field that we do not know", '{"refresh_token":"x","session_id":"s"}', 400],
    ["more than 4 KB", `{"refresh_token":"${"x".repeat(5_000)}"}`, 413],
  ])("with %s answers by the form of the body", async (_what, body, status) => {
    expect((await refreshScene().post(body)).status).toBe(status);
  });
});
