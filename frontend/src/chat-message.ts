import type { UIMessage } from "ai";
import type { ChatData, ConfirmationCard } from "#frontend-bff/stream/chat-part.ts";

/** A question of the BFF's that can be answered: fields alone, the page words them. */
export type ConfirmationAsked = Extract<ConfirmationCard, { state: "shown" }>;

/** A click on one of the two buttons; goes with the message that it says. */
export interface ConfirmationAnswer {
  id: string;
  approved: boolean;
}

export interface ChatMetadata {
  confirmation?: ConfirmationAnswer;
  /** The message's number in its conversation; absent until the BFF has told it. */
  turn?: number;
  /** Epoch seconds; comes with the number. */
  at?: number;
}

/** A message of the chat: the parts of the AI SDK that the BFF sends, and our own `data-*` ones. */
export type ChatMessage = UIMessage<ChatMetadata, ChatData>;
