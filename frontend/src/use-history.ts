import { useEffect, useEffectEvent, useRef, useState } from "react";
import { createHistory, type HistoryState, historyAtFirst } from "./history.ts";
import { oldestTurn } from "./merge-history.ts";
import type { Session } from "./session.ts";
import type { Conversation } from "./use-conversation.ts";

export interface ShownHistory extends HistoryState {
  refresh(): void;
  /** Goes on after a new sign-in. */
  resume(): void;
  showOlder(): void;
}

/**
 * Restores what was said before, and goes on looking: after each answer, and when the page is seen again, since another
 * page of the same customer may have gone on meanwhile.
 */
export function useHistory(session: Session, conversation: Conversation): ShownHistory {
  const [state, setState] = useState(historyAtFirst);
  const latest = useRef(conversation);
  const [history] = useState(() =>
    createHistory({
      session,
      merge: (page) => latest.current.merge(page),
      oldestTurn: () => oldestTurn(latest.current.messages),
      isBusy: () => latest.current.isBusy,
      isSeen: () => document.visibilityState === "visible",
      onChange: setState,
    }),
  );
  useEffect(() => {
    latest.current = conversation;
  });

  const { isBusy, failure } = conversation;
  /** Beside a message that has failed nothing moves, unless there is nothing yet. */
  const look = useEffectEvent(() => {
    if (failure === undefined || state.is === "loading") void history.refresh();
  });

  // At the opening, and at the end of each turn.
  useEffect(() => {
    if (!isBusy) look();
  }, [isBusy]);

  useEffect(() => {
    const lookWhenSeen = () => {
      if (document.visibilityState === "visible") look();
    };
    document.addEventListener("visibilitychange", lookWhenSeen);
    return () => document.removeEventListener("visibilitychange", lookWhenSeen);
  }, []);

  return {
    ...state,
    refresh: () => void history.refresh(),
    resume: () => void history.resume(),
    showOlder: () => void history.showOlder(),
  };
}
