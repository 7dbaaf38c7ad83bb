import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultBody } from "#local/pf360/faults.ts";
import { postJson, signIn } from "#tests/builders/chat-client.ts";
import { startRunningSystem } from "#tests/builders/running-system.ts";
import { startTraitorScene, type TraitorScene, victims } from "#tests/builders/traitor-scene.ts";

describe("a sign-in that ends in mid-conversation", () => {
  let scene: TraitorScene;
  beforeAll(async () => {
    scene = await startTraitorScene();
  });
  afterAll(() => scene.system.close());
  beforeEach(() => scene.reset());

  it("at PF360 is told to the browser, and the same session goes on after signing in again", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);
    scene.model.plot([[confirm()]]);

    scene.system.pf360.faults.add(faultBody.parse({ match: { path: "/dashboard/*" }, status: 401 }));
    const refused = await customer.say("Book it.");
    const renewed = await customer.signInAgain();
    const asked = await customer.say("Book it.");
    const before = scene.system.engine.appointments().length;
    await customer.click(true);

    expect(refused.error).toMatchObject({ code: "reauth_required", retryable: false });
    expect(renewed.session_id).toBe(customer.sessionId);
    expect(renewed.conversation_id).toBe(customer.conversationId);
    // What was offered before still is.
    expect(asked.confirmation).toMatchObject({ state: "shown" });
    expect(scene.system.engine.appointments()).toHaveLength(before + 1);
  });

  it("by the session token's age is a 401, and the same session goes on after signing in again", async () => {
    const { customer, cancel } = await scene.offered(victims[0]);
    scene.model.plot([[cancel()]]);

    scene.clock.advance(15 * 60 + 10);
    const refused = await customer.say("Cancel it.");
    const renewed = await customer.signInAgain();
    const asked = await customer.say("Cancel it.");

    expect(refused.status).toBe(401);
    expect(renewed.session_id).toBe(customer.sessionId);
    expect(asked.confirmation).toMatchObject({ action: "cancel_appointment", state: "shown" });
  });

  it("by the session's own age gives a new session, and nothing of the old one's yes", async () => {
    const { customer, cancel } = await scene.offered(victims[0]);
    scene.model.plot([[cancel()]]);
    const { confirmation } = await customer.say("Cancel it.");

    scene.clock.advance(31 * 60);
    const renewed = await customer.signInAgain();
    const before = scene.system.engine.appointments().length;
    const response = await postJson(`${scene.system.url}/api/chat`, renewed.token, {
      ...customer.bodyOf("Yes.", { confirmation: { id: confirmation?.id, approved: true } }),
      id: renewed.conversation_id,
    });
    await response.text();

    expect(renewed.session_id).not.toBe(customer.sessionId);
    expect(scene.system.engine.appointments()).toHaveLength(before);
  });
});

describe("the issuer's keys out of reach", () => {
  it.each([
    ["answer 500", { status: 500 }],
    ["are cut", { cut: "before" }],
    ["are no keys", { status: 200, body: "<html>" }],
  ])(
    "and %s: signing in is a 503 that may be tried again, never a 401, and works afterwards",
    async (_, fault) => {
      const system = await startRunningSystem();
      const bearer = await system.pf360.issueToken({ clientId: "EASTHOME", customerId: "1000101" });
      const trySignIn = () => postJson(`${system.url}/api/session`, bearer, {});

      system.pf360.faults.add(
        faultBody.parse({ match: { path: "/.well-known/jwks.json" }, times: 1_000, ...fault }),
      );
      const down = await Promise.all([trySignIn(), trySignIn(), trySignIn()]);
      system.pf360.faults.clear();
      const up = await trySignIn();

      expect(down.map(({ status }) => status)).toEqual([503, 503, 503]);
      expect(await down[0]?.json()).toMatchObject({ error: { code: "upstream_down", retryable: true } });
      expect(up.status).toBe(200);
      await system.close();
    },
  );

  it("does not end a conversation that has begun", async () => {
    const system = await startRunningSystem();
    const customer = await signIn(system, "1000101");

    system.pf360.faults.add(
      faultBody.parse({ match: { path: "/.well-known/jwks.json" }, times: 1_000, status: 500 }),
    );
    const answer = await customer.say("What are my projects?");

    expect(answer.status).toBe(200);
    expect(answer.error).toBeUndefined();
    expect(system.actions.map(({ outcome }) => outcome)).toEqual(["ok"]);
    await system.close();
  });
});
