import { describe, expect, it } from "vitest";
import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";
import { heldToPromise } from "#frontend-bff/turn/agent-events.ts";

const text: AgentEvent = { type: "text-delta", text: "a" };
const never = new AbortController().signal;

async function* from(...events: AgentEvent[]): AsyncGenerator<AgentEvent> {
  yield* events;
}

describe("a back end's events", () => {
  it.each<[string, AgentEvent]>([
    ["completed", { type: "completed" }],
    ["failed", { type: "failed", code: "agent_busy", retryable: true }],
  ])("end with the first %s, whatever follows", async (_what, last) => {
    const events = await Array.fromAsync(heldToPromise(from(text, last, text, { type: "completed" }), never));

    expect(events).toEqual([text, last]);
  });

  it("that stop without a last event end as failed", async () => {
    const events = await Array.fromAsync(heldToPromise(from(text), never));

    expect(events).toEqual([text, { type: "failed", code: "agent_failed", retryable: true }]);
  });

  it("that throw end as failed, without what was thrown", async () => {
    async function* throwing(): AsyncGenerator<AgentEvent> {
      yield text;
      throw new Error("secret");
    }

    const events = await Array.fromAsync(heldToPromise(throwing(), never));

    expect(events.at(-1)).toEqual({ type: "failed", code: "agent_failed", retryable: true });
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  it("that hang end as stopped when the signal aborts", async () => {
    async function* hanging(): AsyncGenerator<AgentEvent> {
      yield text;
      await new Promise(() => {});
    }
    const controller = new AbortController();
    const reading = Array.fromAsync(heldToPromise(hanging(), controller.signal));

    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();

    expect((await reading).at(-1)).toEqual({ type: "failed", code: "agent_stopped", retryable: true });
  });

  it("are not even asked for when the signal has aborted before", async () => {
    let isAsked = false;
    async function* asked(): AsyncGenerator<AgentEvent> {
      isAsked = true;
      yield text;
    }

    const events = await Array.fromAsync(heldToPromise(asked(), AbortSignal.abort()));

    expect(isAsked).toBe(false);
    expect(events).toEqual([{ type: "failed", code: "agent_stopped", retryable: true }]);
  });
});
