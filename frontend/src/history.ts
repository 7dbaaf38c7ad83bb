import { type ConversationPage, markRead, readConversation } from "./conversation-requests.ts";
import { needsSignIn, readFailure } from "./failure.ts";
import type { Session } from "./session.ts";

export interface HistoryState {
  /** Whether what was said before this page was opened is shown. Writing waits for none of these. */
  is: "loading" | "ready" | "failed";
  /** There are older messages than those shown. */
  hasOlder: boolean;
  older: "idle" | "loading" | "failed";
  /** The BFF takes our tokens no longer, and the host gives no new bearer. */
  isSignedOut: boolean;
}

export interface HistoryParts {
  session: Session;
  /** Puts a page in its place; true when the oldest message shown is one of it. */
  merge(page: ConversationPage): boolean;
  /** The number of the oldest message shown. */
  oldestTurn(): number | undefined;
  /** An answer is on its way: nothing new may come between it and its question. */
  isBusy(): boolean;
  /** The customer has the page before them. */
  isSeen(): boolean;
  onChange(state: HistoryState): void;
}

export interface History {
  /**
   * Reads the newest messages and tells the BFF what has been seen. One at a time; called meanwhile, it reads once more
   * afterwards. An answer that comes while the assistant writes is dropped: the end of the turn is to ask again.
   */
  refresh(): Promise<void>;
  /** The same after a new sign-in: nobody is signed out any more, whatever an earlier answer still says. */
  resume(): Promise<void>;
  /** Reads the page before the oldest message. */
  showOlder(): Promise<void>;
}

export const historyAtFirst: HistoryState = {
  is: "loading",
  hasOlder: false,
  older: "idle",
  isSignedOut: false,
};

/** What the BFF keeps of the conversation, brought into the page. Its functions never reject: `onChange` tells failures. */
export function createHistory(parts: HistoryParts): History {
  const { session } = parts;
  let state = historyAtFirst;
  let reading: Promise<void> | undefined;
  let isAskedAgain = false;

  function set(change: Partial<HistoryState>): void {
    state = { ...state, ...change };
    parts.onChange(state);
  }

  async function takeNewest(): Promise<ConversationPage | undefined> {
    const page = await readConversation(session);
    if (state.isSignedOut) set({ isSignedOut: false });
    if (parts.isBusy()) return undefined;
    const isOldest = parts.merge(page);
    set({ is: "ready", ...(isOldest && { hasOlder: page.hasMore }) });
    return page;
  }

  /** Whoever finds that another page has gone on reads what is new, once. */
  async function markSeen(page: ConversationPage): Promise<void> {
    if (!parts.isSeen() || page.turn <= page.lastReadTurn) return;
    if (await markRead(session, page.turn)) return;
    const newer = await takeNewest();
    if (newer && newer.turn > newer.lastReadTurn) await markRead(session, newer.turn);
  }

  async function readNewest(): Promise<void> {
    do {
      isAskedAgain = false;
      try {
        const page = await takeNewest();
        // What has not been marked today will be at the next look; nothing is lost by it.
        if (page) await markSeen(page).catch(() => {});
      } catch (error) {
        // Whoever asks again meanwhile knows better than a failure of before.
        if (isAskedAgain) continue;
        const isSignedOut = needsSignIn(readFailure(error));
        set({ is: state.is === "ready" ? "ready" : "failed", isSignedOut });
      }
    } while (isAskedAgain);
  }

  function refresh(): Promise<void> {
    isAskedAgain = true;
    reading ??= readNewest().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  return {
    refresh,
    resume() {
      set({ isSignedOut: false });
      return refresh();
    },
    async showOlder() {
      const before = parts.oldestTurn();
      if (before === undefined || state.older === "loading") return;
      set({ older: "loading" });
      try {
        const page = await readConversation(session, { before });
        parts.merge(page);
        set({ older: "idle", hasOlder: page.hasMore, isSignedOut: false });
      } catch (error) {
        set({ older: "failed", isSignedOut: needsSignIn(readFailure(error)) });
      }
    },
  };
}
