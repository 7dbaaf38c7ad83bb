import { type RefObject, useEffect, useEffectEvent } from "react";
import type { ConfirmationAnswer } from "./chat-message.ts";
import { Composer } from "./composer.tsx";
import { isOver, needsSignIn } from "./failure.ts";
import { MessageList } from "./message-list.tsx";
import { FailureNotice, SignInAgain } from "./notices.tsx";
import type { Replacement, Session } from "./session.ts";
import type { TenantConfig } from "./tenant-config.ts";
import { type Conversation, useConversation } from "./use-conversation.ts";
import { useHistory } from "./use-history.ts";
import { words } from "./words.ts";

interface ChatProps {
  session: Session;
  config: TenantConfig;
  draft: string;
  onDraft: (text: string) => void;
  /** A sign-in has brought another conversation; `unsent` is the message that nobody has answered, or empty. */
  onReplaced: (replacement: Replacement, unsent: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  /** The time of day, for the days of the messages. */
  nowMs: () => number;
}

/** One conversation: its messages, its failures, and the box to write in. */
export function Chat({ session, config, draft, onDraft, onReplaced, field, nowMs }: ChatProps) {
  const conversation = useConversation(session);
  const history = useHistory(session, conversation);
  const { isBusy, failure } = conversation;
  const isUnanswered = needsSignIn(failure);
  const isSignedOut = isUnanswered || (history.isSignedOut && !isBusy);

  const tellReplaced = useEffectEvent((replacement: Replacement) =>
    onReplaced(replacement, isBusy || failure ? lastSaid(conversation) : ""),
  );
  useEffect(() => session.onReplaced((replacement) => tellReplaced(replacement)), [session]);

  function say(text: string) {
    thenWrite(() => conversation.say(text))();
  }

  /** For buttons that go away when pressed: the keyboard goes on in the message box. */
  function thenWrite(press: () => void) {
    return () => {
      press();
      field.current?.focus();
    };
  }

  function answer(given: ConfirmationAnswer) {
    conversation.say(given.approved ? words.confirmation.saidYes : words.confirmation.saidNo, given);
  }

  async function signIn() {
    if ((await session.signInAgain()) === "replaced") return;
    history.resume();
    thenWrite(isUnanswered ? conversation.sayAgain : () => {})();
  }

  /** The messages go with the conversation that is over, the last words become the draft; the notice stays if it fails. */
  async function beginAnew() {
    const outcome = await session.signInAgain("fresh").catch(() => undefined);
    if (outcome === "same") thenWrite(conversation.sayAgain)();
  }

  return (
    <>
      <MessageList
        conversation={conversation}
        history={history}
        linkHosts={config.link_hosts}
        nowMs={nowMs}
        onAnswer={answer}
        empty={<EmptyState onChoose={say} />}
      >
        {isSignedOut && <SignInAgain onSignIn={signIn} />}
        {failure && !isSignedOut && (
          <FailureNotice
            title={words.failureTitle}
            failure={isOver(failure) ? { ...failure, retryable: true } : failure}
            supportPhone={config.support_phone}
            onRetry={isOver(failure) ? beginAnew : thenWrite(conversation.sayAgain)}
          />
        )}
      </MessageList>
      <footer>
        <StatusLine isBusy={isBusy} phase={conversation.phase} onStop={thenWrite(conversation.stop)} />
        <Composer draft={draft} onDraft={onDraft} onSend={say} isHeld={isBusy || isSignedOut} field={field} />
      </footer>
    </>
  );
}

function lastSaid({ messages }: Conversation): string {
  const last = messages.findLast((message) => message.role === "user");
  return last?.parts.map((part) => (part.type === "text" ? part.text : "")).join("") ?? "";
}

interface StatusLineProps {
  isBusy: boolean;
  phase: Conversation["phase"];
  onStop: () => void;
}

/** Keeps its height when empty, so that nothing moves under a finger that is about to press Stop. */
function StatusLine({ isBusy, phase, onStop }: StatusLineProps) {
  return (
    <div className="status">
      <p role="status">{isBusy && (words.phases[phase ?? "thinking"] ?? words.phases.thinking)}</p>
      {isBusy && (
        <button type="button" onClick={onStop}>
          {words.stop}
        </button>
      )}
    </div>
  );
}

function EmptyState({ onChoose }: { onChoose: (text: string) => void }) {
  return (
    <div className="empty">
      <h2>{words.emptyTitle}</h2>
      <p>{words.emptyText}</p>
      <ul aria-label={words.suggestionsLabel}>
        {words.suggestions.map((suggestion) => (
          <li key={suggestion}>
            <button type="button" onClick={() => onChoose(suggestion)}>
              {suggestion}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
