import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";
import type { ConfirmationCard } from "./chat-part.ts";

/** What happens in a turn as the customer sees it: the agent's events and what we say ourselves. */
export type TurnEvent =
  | Exclude<AgentEvent, { type: "failed" }>
  /** A whole text in our own words, never the model's. */
  | { type: "own-words"; text: string }
  | { type: "confirmation"; card: ConfirmationCard }
  /** Ends the turn. */
  | { type: "failed"; code: string; retryable: boolean };
