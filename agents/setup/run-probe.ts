import type { AgentBackend, AgentEvent, AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import type { Clock } from "#layer/clock.ts";

/** What one turn showed. */
export interface Probe {
  text: string;
  /** Pieces in which the answer came. */
  chunks: number;
  /** Milliseconds from the question to the first piece; undefined when none came. */
  firstChunkMs: number | undefined;
  tookMs: number;
  actions: readonly { agent: string; action: string; outcome: string }[];
  /** Undefined: the turn was completed. */
  failure: string | undefined;
}

/** Runs one turn to its end. Never throws. */
export async function runProbe(backend: AgentBackend, turn: AgentTurn, clock: Clock): Promise<Probe> {
  const startMs = clock.nowMs();
  const probe = { text: "", chunks: 0, actions: [] as Probe["actions"][number][] };
  let firstChunkMs: number | undefined;
  let last: AgentEvent | undefined;
  for await (const event of backend.invoke(turn)) {
    last = event;
    if (event.type === "text-delta") {
      firstChunkMs ??= clock.nowMs() - startMs;
      probe.text += event.text;
      probe.chunks += 1;
    }
    if (event.type === "action-ended") {
      const { agent, action, outcome } = event;
      probe.actions.push({ agent, action, outcome });
    }
  }
  const failure = last?.type === "failed" ? last.code : undefined;
  return { ...probe, firstChunkMs, tookMs: clock.nowMs() - startMs, failure };
}
