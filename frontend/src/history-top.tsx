import { useEffect, useRef, useState } from "react";
import type { ShownHistory } from "./use-history.ts";
import { words } from "./words.ts";

interface HistoryTopProps {
  history: ShownHistory;
  onShowOlder: () => void;
}

/** What stands above the first message: that earlier ones come, have failed to, or can be asked for. */
export function HistoryTop({ history, onShowOlder }: HistoryTopProps) {
  const [hasAsked, setHasAsked] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  const isAtBeginning = hasAsked && !history.hasOlder && history.older === "idle";

  // The pressed button is gone; the keyboard goes on from what stands in its place.
  useEffect(() => {
    if (isAtBeginning) end.current?.focus({ preventScroll: true });
  }, [isAtBeginning]);

  if (history.is === "loading") {
    return (
      <p className="history-top" role="status">
        {words.history.loading}
      </p>
    );
  }
  if (history.is === "failed") {
    return (
      <div className="history-top" data-code="history_failed">
        <p role="status">{words.history.failed}</p>
        <button type="button" onClick={history.refresh}>
          {words.retry}
        </button>
      </div>
    );
  }
  if (isAtBeginning) {
    return (
      <p className="history-top" tabIndex={-1} ref={end}>
        {words.history.beginning}
      </p>
    );
  }
  if (!history.hasOlder) return null;
  return (
    <div className="history-top">
      <button
        type="button"
        aria-disabled={history.older === "loading"}
        onClick={() => {
          setHasAsked(true);
          onShowOlder();
        }}
      >
        {words.history.showOlder}
      </button>
      <p role="status">{words.history.older[history.older]}</p>
    </div>
  );
}
