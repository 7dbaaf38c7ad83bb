import { useChat } from "@ai-sdk/react";
import { useState } from "react";
import type { StatusPhase } from "#frontend-bff/stream/chat-part.ts";
import type { ChatMessage, ConfirmationAnswer } from "./chat-message.ts";
import { createChatTransport } from "./chat-transport.ts";
import { type Failure, readFailure } from "./failure.ts";
import type { Session } from "./session.ts";

/** A conversation as the components know it; `useChat` stands behind it and nowhere else. */
export interface Conversation {
  messages: ChatMessage[];
  /** An answer is awaited or being written. */
  isBusy: boolean;
  /** The code of what the assistant is doing, while it does. */
  phase: StatusPhase | undefined;
  /** Why the last message was not answered. */
  failure: Failure | undefined;
  say(text: string, confirmation?: ConfirmationAnswer): void;
  stop(): void;
  /** Sends the last message of the customer once more, under the same id. */
  sayAgain(): void;
}

const renderEveryMs = 40;

export function useConversation(session: Session): Conversation {
  const [transport] = useState(() => createChatTransport(session, (...call) => fetch(...call)));
  const [phase, setPhase] = useState<StatusPhase>();
  const chat = useChat<ChatMessage>({
    id: session.conversationId(),
    transport,
    throttle: renderEveryMs,
    onData: (part) => {
      if (part.type === "data-status") setPhase(part.data.phase);
    },
  });
  const isBusy = chat.status === "submitted" || chat.status === "streaming";

  return {
    messages: chat.messages,
    isBusy,
    phase: isBusy ? phase : undefined,
    failure: chat.error && readFailure(chat.error),
    say(text, confirmation) {
      setPhase(undefined);
      void chat.sendMessage({ text, ...(confirmation ? { metadata: { confirmation } } : {}) });
    },
    stop: () => void chat.stop(),
    sayAgain() {
      const last = chat.messages.findLast((message) => message.role === "user");
      if (last === undefined) return;
      setPhase(undefined);
      void chat.regenerate({ messageId: last.id });
    },
  };
}
