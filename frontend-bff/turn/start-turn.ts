import { sessionHash } from "#layer/sessions/session-ids.ts";
import { RefusalError } from "../refusal.ts";
import type { Call, RouteTools, SessionCaller } from "../route.ts";
import type { ChatPart } from "../stream/chat-part.ts";
import { partsOf } from "../stream/parts.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import type { ConfirmationClick } from "./confirmation-answer.ts";
import { runTurn } from "./run-turn.ts";

export interface RunningTurn {
  /** Ends by itself, within the turn's limit. */
  parts: AsyncGenerator<ChatPart, void, void>;
  /** Stops the agent: nobody listens any more. */
  stop: () => void;
}

const standardLimitMs = 120_000;

/** The longest that a turn may last under these settings. */
export function turnLimitOf({ turnLimitMs = standardLimitMs }: { turnLimitMs?: number }): number {
  return turnLimitMs;
}

/**
 * Begins one turn of a session: one at a time, stopped when the client leaves or the time is up, logged at its end.
 * @throws RefusalError `turn_running`
 */
export function startTurn(
  { request, requestId, caller }: Call<SessionCaller>,
  message: { messageId: string; text: string; click: ConfirmationClick | undefined },
  tools: RouteTools,
): RunningTurn {
  const { session, tenant } = caller;
  const listener = new AbortController();
  const stop = () => listener.abort();
  const end = tools.runningTurns.begin(session, stop);
  if (!end) throw new RefusalError("turn_running");

  const timeUp = AbortSignal.timeout(turnLimitOf(tools));
  const signal = AbortSignal.any([request.signal, listener.signal, timeUp]);
  const runId = tools.newId("r");
  const ids = {
    session: sessionHash(session.sessionId),
    tenant: tenant.client_id,
    run: runId,
    request: requestId,
  };
  const startedAtMs = tools.clock.nowMs();
  const summary: TurnSummary = { outcome: "abandoned" };

  async function* events(): AsyncGenerator<TurnEvent, void, void> {
    try {
      for await (const event of runTurn(tools, { session, tenant, runId, ...message, signal })) {
        const told = timeUp.aborted && event.type === "failed" ? timeout : event;
        note(summary, told);
        yield told;
      }
      if (summary.outcome !== "failed") summary.outcome = "completed";
    } finally {
      end?.();
      tools.counters.turn(summary.outcome);
      tools.log("info", "turn-end", { ...ids, ...summary, durationMs: tools.clock.nowMs() - startedAtMs });
    }
  }

  const parts = partsOf(events(), { runId, requestId }, (error) =>
    tools.log("error", "turn-failed", { ...ids, error: error instanceof Error ? error.name : typeof error }),
  );
  return { parts, stop };
}

interface TurnSummary {
  outcome: "abandoned" | "completed" | "failed";
  code?: string;
  inputTokens?: number;
  outputTokens?: number;
}

const timeout: TurnEvent = { type: "failed", code: "turn_timeout", retryable: true };

function note(summary: TurnSummary, event: TurnEvent): void {
  if (event.type === "failed") Object.assign(summary, { outcome: "failed", code: event.code });
  if (event.type === "usage") {
    summary.inputTokens = event.inputTokens;
    summary.outputTokens = event.outputTokens;
  }
}
