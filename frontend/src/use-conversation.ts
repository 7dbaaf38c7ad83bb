import { useChat } from "@ai-sdk/react";
import { useRef, useState } from "react";
import type { StatusPhase } from "#frontend-bff/stream/chat-part.ts";
import type { ChatMessage, ConfirmationAnswer } from "./chat-message.ts";
import { createChatTransport } from "./chat-transport.ts";
import type { ConversationPage } from "./conversation-requests.ts";
import { type Failure, readFailure } from "./failure.ts";
import { mergeHistory, reachesBack } from "./merge-history.ts";
import { newMessageId } from "./message-id.ts";
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
  /** How often something was said from this page. */
  said: number;
  say(text: string, confirmation?: ConfirmationAnswer): void;
  stop(): void;
  /** Sends the last message of this page once more, under the same id. */
  sayAgain(): void;
  /** Puts a page of the history in its place; true when the oldest message shown is one of it. */
  merge(page: ConversationPage): boolean;
}

const renderEveryMs = 40;

export function useConversation(session: Session): Conversation {
  const [transport] = useState(() => createChatTransport(session));
  const [phase, setPhase] = useState<StatusPhase>();
  const [said, setSaid] = useState(0);
  const lastSaid = useRef<string>(undefined);
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
    said,
    say(text, confirmation) {
      setPhase(undefined);
      setSaid((before) => before + 1);
      const id = newMessageId();
      lastSaid.current = id;
      void chat.sendMessage({
        id,
        role: "user",
        parts: [{ type: "text", text }],
        ...(confirmation ? { metadata: { confirmation } } : {}),
      });
    },
    stop: () => void chat.stop(),
    sayAgain() {
      if (lastSaid.current === undefined) return;
      setPhase(undefined);
      void chat.regenerate({ messageId: lastSaid.current });
    },
    merge(page) {
      let isOldest = false;
      chat.setMessages((shown) => {
        isOldest = reachesBack(shown, page);
        return mergeHistory(shown, page);
      });
      return isOldest;
    },
  };
}
