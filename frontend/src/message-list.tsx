import { Fragment, type ReactNode, useMemo, useState } from "react";
import type { ConfirmationAnswer } from "./chat-message.ts";
import { cardPlaces, standings } from "./confirmation.ts";
import { ConfirmationCard } from "./confirmation-card.tsx";
import { dayMarks } from "./days.ts";
import { HistoryTop } from "./history-top.tsx";
import { Message } from "./message.tsx";
import type { Conversation } from "./use-conversation.ts";
import type { ShownHistory } from "./use-history.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";
import { dayWords, language, words } from "./words.ts";

interface MessageListProps {
  conversation: Conversation;
  history: ShownHistory;
  linkHosts: readonly string[];
  nowMs: () => number;
  onAnswer: (answer: ConfirmationAnswer) => void;
  /** Shown while there is no message. */
  empty: ReactNode;
  /** What follows the last message: a failure, a new sign-in. */
  children: ReactNode;
}

/**
 * The conversation as a log. While an answer is being written the log is busy, so that a screen reader speaks whole
 * answers and not each word as it comes; and it speaks answers alone, not what is brought back from the history.
 */
export function MessageList({
  conversation,
  history,
  linkHosts,
  nowMs,
  onAnswer,
  empty,
  children,
}: MessageListProps) {
  const { messages, isBusy, said } = conversation;
  const [quietUpTo, setQuietUpTo] = useState(0);
  const { element, notePlace } = useStickToEnd(said, messages[0]?.id);
  const standing = useMemo(() => standings(messages), [messages]);
  const places = useMemo(() => cardPlaces(messages), [messages]);
  const marks = useMemo(() => dayMarks(messages, { nowMs: nowMs(), language }), [messages, nowMs]);

  return (
    <section
      className="scroller"
      ref={element}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={words.conversation}
      data-history={history.is}
    >
      <HistoryTop
        history={history}
        onShowOlder={() => {
          notePlace();
          setQuietUpTo(said);
          history.showOlder();
        }}
      />
      <div
        className="log"
        role="log"
        aria-live={said > quietUpTo ? "polite" : "off"}
        aria-busy={isBusy}
        aria-label={words.conversation}
      >
        {messages.map((message) => {
          const mark = marks.get(message.id);
          return (
            <Fragment key={message.id}>
              {mark && <h2 className="day">{dayWords(mark)}</h2>}
              <Message
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
            </Fragment>
          );
        })}
      </div>
      {messages.length === 0 && history.is !== "loading" && empty}
      {children}
    </section>
  );
}
