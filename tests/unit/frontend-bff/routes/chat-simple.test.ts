import { describe, expect, it } from "vitest";
import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";
import {
  answering,
  askedConfirmation,
  scriptedBackend,
  simpleRequest,
  testBff,
} from "#tests/builders/bff.ts";

describe("POST /api/chat/simple", () => {
  it("answers one turn as one JSON object", async () => {
    const backend = scriptedBackend(answering("Hel", "lo."));
    const { app, signIn } = testBff({ backend });
    const signedIn = await signIn();

    const response = await app.request(
      "/api/chat/simple",
      simpleRequest(signedIn, { message: "Hi", message_id: "m1" }),
    );

    expect(await response.json()).toEqual({
      response: "Hello.",
      session_id: signedIn.session_id,
      timestamp: "2026-11-23T15:00:00.000Z",
    });
    expect(backend.turns[0]?.text).toBe("Hi");
  });

  it("puts a question of ours at the end of the response and its fields beside it, and takes the click", async () => {
    const signedInLater = Promise.withResolvers<() => Promise<unknown>>();
    const backend = scriptedBackend(async function* () {
      await (await signedInLater.promise)();
      yield* answering("Almost there.");
    }, answering("Booked."));
    const { app, signIn, sessions } = testBff({ backend });
    const signedIn = await signIn();
    signedInLater.resolve(() => sessions.askConfirmation(signedIn.session_id, askedConfirmation()));

    const asked = await app.request("/api/chat/simple", simpleRequest(signedIn, { message: "Book it" }));
    const answered = await app.request(
      "/api/chat/simple",
      simpleRequest(signedIn, { message: "Yes, please.", confirmation: { id: "q_1", approved: true } }),
    );

    expect(await asked.json()).toMatchObject({
      response: expect.stringMatching(/^Almost there\.\n\nShall I book /) as string,
      confirmation: { id: "q_1", state: "shown", action: "confirm_appointment" },
    });
    expect(await answered.json()).toMatchObject({
      response: "Booked.",
      confirmation: { id: "q_1", state: "approved" },
    });
    expect((await sessions.get(signedIn.session_id))?.confirmation?.state).toBe("approved");
  });

  it.each<[string, AgentEvent[], number]>([
    ["agent_busy", [{ type: "failed", code: "agent_busy", retryable: true }], 503],
    ["agent_forbidden", [{ type: "failed", code: "agent_forbidden", retryable: false }], 502],
    ["agent_silent", [{ type: "completed" }], 503],
  ])("answers a turn that failed with %s as that error", async (code, events, status) => {
    const { app, signIn } = testBff({ backend: scriptedBackend(events) });

    const response = await app.request("/api/chat/simple", simpleRequest(await signIn(), { message: "Hi" }));

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: { code, request_id: response.headers.get("x-request-id") },
    });
  });

  it("answers 504 when the turn takes too long, and 500 when we fail", async () => {
    const hanging = scriptedBackend(async function* () {
      await new Promise(() => {});
      yield* answering("never");
    });
    const slow = testBff({ backend: hanging, overrides: { turnLimitMs: 20 } });
    const broken = testBff();
    broken.sessions.touch = async () => {
      throw new Error("secret");
    };

    const late = await slow.app.request(
      "/api/chat/simple",
      simpleRequest(await slow.signIn(), { message: "Hi" }),
    );
    const failed = await broken.app.request(
      "/api/chat/simple",
      simpleRequest(await broken.signIn(), { message: "Hi" }),
    );

    expect([late.status, failed.status]).toEqual([504, 500]);
    expect(await failed.text()).not.toContain("secret");
  });

  it.each<[string, unknown]>([
    ["no message", {}],
    ["an empty message", { message: " " }],
    ["a message that is no text", { message: ["Hi"] }],
    ["a field we do not know", { message: "Hi", session_id: "s_other" }],
    ["a customer", { message: "Hi", customer_id: "2002" }],
    ["an approval without an id", { message: "yes", confirmation: { approved: true } }],
    ["a list", []],
  ])("refuses %s", async (_what, body) => {
    const { app, signIn } = testBff();

    const response = await app.request("/api/chat/simple", simpleRequest(await signIn(), body));

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_request", retryable: false } });
  });
});
