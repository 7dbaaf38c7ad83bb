import type { OutcomeCode } from "#layer/domain/outcomes.ts";
import type { SessionContext } from "#layer/domain/session-context.ts";

export interface AgentTurn {
  /** Bedrock's sessionId: the agent's memory of this conversation. */
  agentSessionId: string;
  /** The customer's words. */
  text: string;
  /** Reaches the actions; carries the opaque session id and nothing else. */
  sessionAttributes: { session_id: string };
  /** Said to the model before the customer's words. */
  context: SessionContext;
  /** Aborting ends the turn at the back end. */
  signal: AbortSignal;
}

export type AgentFailureCode =
  | "agent_busy"
  | "agent_unavailable"
  | "agent_forbidden"
  | "agent_not_found"
  | "agent_failed"
  | "agent_silent"
  | "agent_stopped"
  /** The model printed a tool call instead of making it; the turn is void. */
  | "agent_leaked_markup";

/** What happens in a turn, in order; the last event is `completed` or `failed`, exactly one of them, exactly once. */
export type AgentEvent =
  | { type: "text-delta"; text: string }
  | { type: "action-started"; agent: string; group: string; action: string }
  | {
      type: "action-ended";
      agent: string;
      group: string;
      action: string;
      outcome: OutcomeCode;
      /** Parsed with the shapes of layer/domain/shown.ts; undefined where the answer held none or did not fit. */
      result: Record<string, unknown> | undefined;
    }
  | { type: "usage"; inputTokens: number; outputTokens: number }
  | { type: "completed" }
  | { type: "failed"; code: AgentFailureCode; retryable: boolean };

/** The agents behind the chat. Never throws out of the iteration; failures are the last event. */
export interface AgentBackend {
  invoke(turn: AgentTurn): AsyncIterable<AgentEvent>;
  /** Makes the agent forget the session. Never throws; answers whether the back end took it. */
  end(agentSessionId: string): Promise<boolean>;
}
