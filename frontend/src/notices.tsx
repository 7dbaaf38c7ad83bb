import { useState } from "react";
import type { Failure } from "./failure.ts";
import { failureWords, words } from "./words.ts";

interface FailureNoticeProps {
  title: string;
  failure: Failure;
  supportPhone: string | undefined;
  onRetry: () => void;
}

/** A failure as a failure: what happened, whom to call, and a button where trying again can help. */
export function FailureNotice({ title, failure, supportPhone, onRetry }: FailureNoticeProps) {
  return (
    <div className="notice failure" role="alert" data-code={failure.code}>
      <p className="notice-title">{title}</p>
      <p>{failureWords(failure.code)}</p>
      <SupportPhone number={supportPhone} />
      {failure.requestId && <p className="small">{words.reference(failure.requestId)}</p>}
      {failure.retryable && (
        <button type="button" onClick={onRetry}>
          {words.retry}
        </button>
      )}
    </div>
  );
}

/** Whom to call; nothing where the retailer has given no number. */
export function SupportPhone({ number }: { number: string | undefined }) {
  if (!number) return null;
  return (
    <p>
      {words.callUs} <a href={`tel:${number.replaceAll(/[^+\d]/g, "")}`}>{number}</a>
    </p>
  );
}

/** Asks for a new sign-in, and says when that failed. */
export function SignInAgain({ onSignIn }: { onSignIn: () => Promise<void> }) {
  const [state, setState] = useState<"asking" | "waiting" | "failed">("asking");

  async function signIn() {
    setState("waiting");
    await onSignIn().catch(() => setState("failed"));
  }

  return (
    <div className="notice" role="alert" data-code="sign_in_again">
      <p className="notice-title">{words.signInAgainTitle}</p>
      <p>{state === "failed" ? words.signInFailed : words.signInAgainText}</p>
      <button type="button" className="primary" disabled={state === "waiting"} onClick={signIn}>
        {state === "waiting" ? words.signingIn : words.signInAgain}
      </button>
    </div>
  );
}
