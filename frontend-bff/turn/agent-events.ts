import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";

/** Ends the wait for a back end that does not end by itself. */
const stopped: AgentEvent = { type: "failed", code: "agent_stopped", retryable: true };
const broken: AgentEvent = { type: "failed", code: "agent_failed", retryable: true };

/**
 * A back end's events, held to its promise: one last event and nothing after it, no exception, and an end as soon as the
 * signal aborts, even if the back end does not listen.
 */
export async function* heldToPromise(
  events: AsyncIterable<AgentEvent>,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, void, void> {
  const iterator = events[Symbol.asyncIterator]();
  const { promise: aborted, resolve } = Promise.withResolvers<"aborted">();
  const onAbort = () => resolve("aborted");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    while (true) {
      const next = signal.aborted ? "aborted" : await Promise.race([aborted, nextOf(iterator)]);
      if (next === "aborted") return yield stopped;
      if (next === "broken" || next.done) return yield broken;
      yield next.value;
      if (next.value.type === "completed" || next.value.type === "failed") return;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Not awaited: a back end that hangs must not hold the turn.
    iterator.return?.()?.catch(() => {});
  }
}

async function nextOf(iterator: AsyncIterator<AgentEvent>): Promise<IteratorResult<AgentEvent> | "broken"> {
  try {
    return await iterator.next();
  } catch {
    return "broken";
  }
}
