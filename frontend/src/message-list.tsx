import { type ReactNode, useMemo } from "react";
import type { ConfirmationAnswer } from "./chat-message.ts";
import { cardPlaces, standings } from "./confirmation.ts";
import { ConfirmationCard } from "./confirmation-card.tsx";
import { Message } from "./message.tsx";
import type { Conversation } from "./use-conversation.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";
import { words } from "./words.ts";

interface MessageListProps {
  conversation: Conversation;
  linkHosts: readonly string[];
  onAnswer: (answer: ConfirmationAnswer) => void;
  /** Shown while there is no message. */
  empty: ReactNode;
  /** What follows the last message: a failure, a new sign-in. */
  children: ReactNode;
}

/**
 * The conversation as a log. While an answer is being written the log is busy, so that a screen reader speaks whole
 * answers and not each word as it comes.
 */
export function MessageList({ conversation, linkHosts, onAnswer, empty, children }: MessageListProps) {
  const { messages, isBusy } = conversation;
  const scroller = useStickToEnd(messages.filter(({ role }) => role === "user").length);
  const standing = useMemo(() => standings(messages), [messages]);
  const places = useMemo(() => cardPlaces(messages), [messages]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroller" ref={scroller} tabIndex={0} aria-label={words.conversation}>
      <div className="log" role="log" aria-live="polite" aria-busy={isBusy} aria-label={words.conversation}>
        {messages.map((message) => (
          <Message
            key={message.id}
            message={message}
            linkHosts={linkHosts}
            renderConfirmation={({ data }) =>
              data.state === "shown" &&
              places.get(data.id) === message.id && (
                <ConfirmationCard
                  asked={data}
                  standing={standing.get(data.id) ?? "expired"}
                  isBusy={isBusy}
                  onAnswer={onAnswer}
                />
              )
            }
          />
        ))}
      </div>
      {messages.length === 0 && empty}
      {children}
    </section>
  );
}
