import { useRef } from "react";
import type { ConfirmationAnswer } from "./chat-message.ts";
import { Composer } from "./composer.tsx";
import { needsSignIn } from "./failure.ts";
import { MessageList } from "./message-list.tsx";
import { FailureNotice, SignInAgain } from "./notices.tsx";
import type { Session } from "./session.ts";
import type { TenantConfig } from "./tenant-config.ts";
import { type Conversation, useConversation } from "./use-conversation.ts";
import { words } from "./words.ts";

interface ChatProps {
  session: Session;
  config: TenantConfig;
  draft: string;
  onDraft: (text: string) => void;
  /** The sign-in has brought another conversation; `unsent` is the message that nobody has answered. */
  onReplaced: (unsent: string) => void;
}

/** One conversation: its messages, its failures, and the box to write in. */
export function Chat({ session, config, draft, onDraft, onReplaced }: ChatProps) {
  const conversation = useConversation(session);
  const { isBusy, failure } = conversation;
  const field = useRef<HTMLTextAreaElement>(null);
  const isSignedOut = needsSignIn(failure);

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
    const outcome = await session.signInAgain();
    if (outcome === "replaced") return onReplaced(lastSaid(conversation));
    thenWrite(conversation.sayAgain)();
  }

  return (
    <>
      <MessageList
        conversation={conversation}
        linkHosts={config.link_hosts}
        onAnswer={answer}
        empty={<EmptyState onChoose={say} />}
      >
        {isSignedOut && <SignInAgain onSignIn={signIn} />}
        {failure && !isSignedOut && (
          <FailureNotice
            title={words.failureTitle}
            failure={failure}
            supportPhone={config.support_phone}
            onRetry={thenWrite(conversation.sayAgain)}
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
