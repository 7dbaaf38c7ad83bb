import { useEffect, useRef, useState } from "react";
import type { ConfirmationAnswer, ConfirmationAsked } from "./chat-message.ts";
import type { Standing } from "./confirmation.ts";
import { words } from "./words.ts";

const lifeMs = 600_000;

interface ConfirmationCardProps {
  asked: ConfirmationAsked;
  standing: Standing;
  /** The assistant is answering; a click would have to wait. */
  isBusy: boolean;
  onAnswer: (answer: ConfirmationAnswer) => void;
}

/** One question before an irrevocable step, with two buttons until it is answered, expired or replaced. */
export function ConfirmationCard({ asked, standing, isBusy, onAnswer }: ConfirmationCardProps) {
  const hasExpired = useExpiry();
  const now: Standing = standing === "open" && hasExpired ? "expired" : standing;
  const result = useRef<HTMLParagraphElement>(null);
  const wasClicked = useRef(false);
  const { summary } = asked;

  // The clicked button is gone; the keyboard goes on from the result, and no phone opens its keyboard.
  useEffect(() => {
    if (now !== "open" && wasClicked.current) result.current?.focus();
  }, [now]);

  function answer(approved: boolean) {
    wasClicked.current = true;
    onAnswer({ id: asked.id, approved });
  }

  return (
    <fieldset className="card" data-standing={now} data-dry-run={summary.dry_run}>
      <legend>{words.confirmation[asked.action]}</legend>
      <dl>
        <Row
          term={words.confirmation.project}
          value={[summary.category, summary.project_type].filter(Boolean).join(" · ")}
        />
        <Row term={words.confirmation.order} value={summary.project_number} />
        <Row term={words.confirmation.date} value={summary.date_label ?? summary.date} />
        <Row term={words.confirmation.time} value={summary.time_label ?? summary.time} />
      </dl>
      {summary.dry_run && <p className="card-note">{words.confirmation.dryRun}</p>}
      {now === "open" ? (
        <div className="card-buttons">
          <button type="button" className="primary" disabled={isBusy} onClick={() => answer(true)}>
            {asked.action === "cancel_appointment" ? words.confirmation.yesCancel : words.confirmation.yes}
          </button>
          <button type="button" disabled={isBusy} onClick={() => answer(false)}>
            {words.confirmation.no}
          </button>
        </div>
      ) : (
        <p className="card-result" tabIndex={-1} ref={result}>
          {words.confirmation[now]}
        </p>
      )}
    </fieldset>
  );
}

function Row({ term, value }: { term: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/**
 * A question lives ten minutes. They are counted from when it was drawn, and not to `expires_at`: the page's time of day
 * may be wrong, and the BFF judges a late answer anyway.
 */
function useExpiry(): boolean {
  const [hasExpired, setHasExpired] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasExpired(true), lifeMs);
    return () => clearTimeout(timer);
  }, []);
  return hasExpired;
}
