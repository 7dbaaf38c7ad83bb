import type { UIMessageChunk } from "ai";
import type { ConfirmationSummary, ConfirmedAction } from "#layer/domain/confirmation.ts";

/** Actions that the page has its own words for while they run. */
export const namedPhases = [
  "list_projects",
  "list_all_projects",
  "get_project_details",
  "get_project_status",
  "get_technician_info",
  "get_available_dates",
  "get_time_slots",
  "confirm_appointment",
  "cancel_appointment",
  "get_business_hours",
  "add_note",
  "get_notes",
] as const;

/** What the assistant is busy with: a code that the page words. An action without words of its own is `looking_up`. */
export type StatusPhase = "thinking" | "looking_up" | "writing" | (typeof namedPhases)[number];

/** A question of ours and how it stands. Only `shown` can be answered; the others close the card of the same id. */
export type ConfirmationCard =
  | {
      id: string;
      state: "shown";
      action: ConfirmedAction;
      summary: ConfirmationSummary;
      /** Epoch seconds. */
      expires_at: number;
    }
  | { id: string; state: "approved" | "declined" | "expired" };

/** Our own parts, by the name behind `data-`. */
export type ChatData = { status: { phase: StatusPhase }; confirmation: ConfirmationCard };

/** The text of an `error` part, as JSON. */
export interface ErrorText {
  code: string;
  retryable: boolean;
  request_id: string;
}

type SentTypes =
  | "start"
  | "start-step"
  | "text-start"
  | "text-delta"
  | "text-end"
  | "data-status"
  | "data-confirmation"
  | "error"
  | "finish-step"
  | "finish";

/** The parts that we send, of the AI SDK's UI message stream, version 1. An unknown type would end the page's stream. */
export type ChatPart = Extract<UIMessageChunk<never, ChatData>, { type: SentTypes }>;
