import { describe, expect, it } from "vitest";
import type { AgentEvent, AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import { answering } from "#tests/builders/bff.ts";
import { errorsOf, looked, scene, sceneAt, textOf } from "#tests/builders/turn-scene.ts";

describe("a turn", () => {
  it("tells the agent session, today with weekday in the tenant's zone and the office, and no more", async () => {
    const { say, backend, sessionId, sessions } = await sceneAt("2026-11-24T03:30:00Z", answering("Hi."));
    const session = await sessions.get(sessionId);

    await say("  Hello there  ");

    const { signal, ...turn } = backend.turns[0] as AgentTurn;
    expect(turn).toEqual({
      agentSessionId: session?.agentSessionId,
      text: "Hello there",
      sessionAttributes: { session_id: sessionId },
      context: {
        sessionId,
        today: "Monday, 2026-11-23",
        timeZone: "America/New_York",
        office: {
          phone: "(212) 555-0140",
          email: "office@east-home.example.com",
          hours: "Monday to Friday 8 AM to 6 PM",
        },
        answered: undefined,
      },
    });
    expect(signal.aborted).toBe(false);
  });

  it("moves the session's idle end", async () => {
    const { say, sessions, sessionId, clock } = await scene(answering("Hi."));
    const before = await sessions.get(sessionId);
    clock.advance(600);

    await say("Hello");

    const after = await sessions.get(sessionId);
    expect((after?.expiresAt ?? 0) - (before?.expiresAt ?? 0)).toBe(600);
  });

  it("that says nothing at all is an error", async () => {
    const { say } = await scene([{ type: "text-delta", text: "  " }, { type: "completed" }]);

    expect(errorsOf(await say("Hello"))).toEqual(["agent_silent"]);
  });

  it("sends the customer to sign in again when PF360 refused the bearer", async () => {
    const { say } = await scene([
      { ...looked("list_projects"), outcome: "reauth_required" } as AgentEvent,
      ...answering("Please sign in again."),
    ]);

    const parts = await say("my projects");

    expect(textOf(parts)).toBe("Please sign in again.");
    expect(errorsOf(parts)).toEqual(["reauth_required"]);
  });

  it("gives the agent a fresh memory after it leaked its mark-up", async () => {
    const { say, backend } = await scene(
      [{ type: "failed", code: "agent_leaked_markup", retryable: true }],
      answering("Hi."),
    );

    await say("Hello");
    await say("Hello?");

    const [before, after] = backend.turns.map(({ agentSessionId }) => agentSessionId);
    expect(after).toMatch(/^a_/);
    expect(after).not.toBe(before);
    expect(backend.forgotten).toEqual([before]);
  });

  it("hides what a broken store says", async () => {
    const { say, sessions, logged } = await scene(answering("Hi."));
    sessions.touch = async () => {
      throw new Error("table arn:aws:dynamodb:secret");
    };

    const parts = await say("Hello");

    expect(errorsOf(parts)).toEqual(["bug"]);
    expect(JSON.stringify([parts, logged])).not.toContain("secret");
    expect(logged.map(({ event }) => event)).toContain("turn-failed");
  });

  it("is logged by codes and hashes, without words, ids or tokens", async () => {
    const { say, logged, sessionId } = await scene([
      { type: "usage", inputTokens: 10, outputTokens: 20 },
      ...answering("The gate code is 4711."),
    ]);

    await say("My gate code is 4711");

    const turn = logged.find(({ event }) => event === "turn-end");
    expect(turn?.fields).toMatchObject({
      tenant: "EASTHOME",
      outcome: "completed",
      inputTokens: 10,
      outputTokens: 20,
    });
    expect(JSON.stringify(logged)).not.toContain("4711");
    expect(JSON.stringify(logged)).not.toContain(sessionId);
  });
});
