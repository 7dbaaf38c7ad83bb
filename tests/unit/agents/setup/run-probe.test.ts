import { describe, expect, it } from "vitest";
import { runProbe } from "#agents/setup/run-probe.ts";
import type { AgentEvent, AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import { settableClock } from "#tests/builders/clock.ts";

const turn: AgentTurn = {
  agentSessionId: "a_1",
  text: "Which projects do I have?",
  sessionAttributes: { session_id: "s_1" },
  context: { sessionId: "none", today: "Monday, 2026-11-23", timeZone: "UTC", office: {} },
  signal: new AbortController().signal,
};
const call = { agent: "scheduling", group: "scheduling-actions", action: "list_projects" };

/** A back end that plays these events, a second apart. */
function probe(events: readonly AgentEvent[]) {
  const clock = settableClock();
  const backend = {
    async *invoke() {
      for (const event of events) {
        clock.advance(1);
        yield event;
      }
    },
    end: async () => true,
  };
  return runProbe(backend, turn, clock);
}

describe("runProbe", () => {
  it("counts pieces and times, and keeps which action was called with which outcome", async () => {
    const found = await probe([
      { type: "action-started", ...call },
      { type: "action-ended", ...call, outcome: "ok", result: {} },
      { type: "text-delta", text: "You have " },
      { type: "text-delta", text: "one." },
      { type: "completed" },
    ]);
    expect(found).toEqual({
      text: "You have one.",
      chunks: 2,
      firstChunkMs: 3_000,
      tookMs: 5_000,
      actions: [{ agent: "scheduling", action: "list_projects", outcome: "ok" }],
      failure: undefined,
    });
  });

  it("keeps the code of a failure", async () => {
    const found = await probe([{ type: "failed", code: "agent_forbidden", retryable: false }]);
    expect(found).toMatchObject({ failure: "agent_forbidden", chunks: 0, firstChunkMs: undefined });
  });
});
