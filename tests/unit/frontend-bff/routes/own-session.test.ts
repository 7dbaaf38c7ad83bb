import { describe, expect, it } from "vitest";
import { nowSeconds } from "#layer/clock.ts";
import { answering, type SignedIn, scriptedBackend, testBff } from "#tests/builders/bff.ts";

function scene() {
  const bff = testBff({ backend: scriptedBackend(answering("Hello.")) });
  const call = (method: string, { manage_token }: SignedIn) =>
    bff.app.request("/api/session", { method, headers: { authorization: `Bearer ${manage_token}` } });
  const say = ({ token }: SignedIn) =>
    bff.app.request("/api/chat/simple", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: '{"message":"Hi"}',
    });
  return { ...bff, call, say };
}

describe("GET /api/session", () => {
  it("says what the session is and how it was used, and does not prolong it", async () => {
    const { signIn, call, say, clock } = scene();
    const signedInAt = nowSeconds(clock);
    const held = await signIn();
    clock.advance(60);
    await say(held);
    clock.advance(60);

    const first = (await (await call("GET", held)).json()) as object;
    clock.advance(60);
    const second = await (await call("GET", held)).json();

    expect(first).toEqual({
      session_id: held.session_id,
      conversation_id: held.conversation_id,
      created_at: signedInAt,
      expires_at: signedInAt + 60 + 1800,
      absolute_end: signedInAt + 8 * 3600,
      request_count: 2,
      last_used: signedInAt + 120,
    });
    expect(second).toEqual({ ...first, request_count: 3, last_used: signedInAt + 180 });
  });

  it("counts the requests of a session over refreshes", async () => {
    const { signIn, call, say, app } = scene();
    const held = await signIn();
    await say(held);
    await app.request("/api/session/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: held.refresh_token }),
    });

    expect(await (await call("GET", held)).json()).toMatchObject({ request_count: 2 });
  });
});

describe("DELETE /api/session", () => {
  it("signs the session out: nothing of it is good from the next request on", async () => {
    const { signIn, call, say, app, sessions, dependencies } = scene();
    const held = await signIn();

    const response = await call("DELETE", held);

    expect([response.status, await response.text()]).toEqual([204, ""]);
    expect((await call("GET", held)).status).toBe(401);
    expect((await call("DELETE", held)).status).toBe(401);
    expect((await say(held)).status).toBe(401);
    const refreshed = await app.request("/api/session/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token: held.refresh_token }),
    });
    expect(refreshed.status).toBe(401);
    expect(await sessions.get(held.session_id)).toBeUndefined();
    expect(await dependencies.families.get(held.session_id, "EASTHOME")).toMatchObject({
      revokedAt: expect.any(Number) as number,
    });
  });

  it("leaves the customer's other sessions alone", async () => {
    const { signIn, call } = scene();
    const [one, other] = [await signIn(), await signIn()];

    await call("DELETE", one);

    expect((await call("GET", other)).status).toBe(200);
  });

  it("is not undone by signing in with the old token: that makes another session", async () => {
    const { signIn, call } = scene();
    const held = await signIn();
    await call("DELETE", held);

    const again = await signIn("bearer-EASTHOME-1001", { token: held.manage_token });

    expect(again.session_id).not.toBe(held.session_id);
    expect((await call("GET", held)).status).toBe(401);
    expect((await call("GET", again)).status).toBe(200);
  });
});
