import { describe, expect, it } from "vitest";
import type { ConversationPage } from "../../../frontend/src/conversation-requests.ts";
import { createHistory, type HistoryState, historyAtFirst } from "../../../frontend/src/history.ts";
import { idleSession } from "./session-stubs.ts";

type Answer = { status?: number; turn?: number; read?: number; hasMore?: boolean };

/** A BFF that answers the conversation's routes in turn, and a page that keeps what it is given. */
function historyWith(...answers: Answer[]) {
  const asked: string[] = [];
  const merged: ConversationPage[] = [];
  const page = { isBusy: false, isSeen: true, oldest: 9 as number | undefined, isOldest: true };
  const states: HistoryState[] = [historyAtFirst];
  const history = createHistory({
    session: {
      ...idleSession(),
      call: async (_purpose, path, init) => {
        const body = typeof init?.body === "string" ? ` ${init.body}` : "";
        asked.push(`${init?.method ?? "GET"} ${path}${body}`);
        const { status = 200, turn = 4, read = 4, hasMore = false } = answers.shift() ?? {};
        const head = {
          conversation_id: "conv-1",
          turn,
          last_read_turn: read,
          messages: [],
          has_more: hasMore,
        };
        return Response.json(head, { status });
      },
    },
    merge: (read) => {
      merged.push(read);
      return page.isOldest;
    },
    oldestTurn: () => page.oldest,
    isBusy: () => page.isBusy,
    isSeen: () => page.isSeen,
    onChange: (state) => states.push(state),
  });
  return { history, asked, merged, page, state: () => states.at(-1), told: () => states };
}

const get = "GET /api/conversation?limit=30";
const patchOf = (turn: number) => `PATCH /api/conversation {"turn":${turn},"last_read_turn":${turn}}`;

describe("a history's refresh", () => {
  it("brings the newest page in, and is ready", async () => {
    const { history, asked, merged, state } = historyWith({ hasMore: true });

    await history.refresh();

    expect(asked).toEqual([get]);
    expect(merged).toHaveLength(1);
    expect(state()).toEqual({ is: "ready", hasOlder: true, older: "idle", isSignedOut: false });
  });

  it("tells the BFF what was seen", async () => {
    const { history, asked } = historyWith({ turn: 6, read: 4 });

    await history.refresh();

    expect(asked).toEqual([get, patchOf(6)]);
  });

  it("tells nothing while nobody looks at the page", async () => {
    const { history, asked, page } = historyWith({ turn: 6, read: 4 });
    page.isSeen = false;

    await history.refresh();

    expect(asked).toEqual([get]);
  });

  it("reads once more when another page has gone on, and tells that", async () => {
    const { history, asked, merged } = historyWith(
      { turn: 6, read: 4 },
      { status: 409 },
      { turn: 8, read: 4 },
    );

    await history.refresh();

    expect(asked).toEqual([get, patchOf(6), get, patchOf(8)]);
    expect(merged).toHaveLength(2);
  });

  it("leaves it at that when yet another page goes on", async () => {
    const { history, asked, state } = historyWith(
      { turn: 6, read: 4 },
      { status: 409 },
      { turn: 8, read: 4 },
      { status: 409 },
    );

    await history.refresh();

    expect(asked).toHaveLength(4);
    expect(state()?.is).toBe("ready");
  });

  it("is not spoilt by what was seen not being told", async () => {
    const { history, state } = historyWith({ turn: 6, read: 4 }, { status: 500 });

    await history.refresh();

    expect(state()?.is).toBe("ready");
  });

  it("reads once for all who ask meanwhile, and once more afterwards", async () => {
    const { history, asked } = historyWith();

    await Promise.all([history.refresh(), history.refresh(), history.refresh()]);

    expect(asked).toEqual([get, get]);
  });

  it("drops an answer that comes while the assistant writes", async () => {
    const { history, merged, page, state } = historyWith();
    page.isBusy = true;

    await history.refresh();

    expect(merged).toEqual([]);
    expect(state()?.is).toBe("loading");
  });

  it("leaves the older ones alone where the page does not reach back to the oldest message", async () => {
    const { history, page, state } = historyWith({ hasMore: false }, { hasMore: true });
    await history.refresh();
    page.isOldest = false;

    await history.refresh();

    expect(state()?.hasOlder).toBe(false);
  });

  it("fails at first, and stays ready after that", async () => {
    const { history, state } = historyWith({ status: 500 }, {}, { status: 500 });

    await history.refresh();
    const atFirst = state();
    await history.refresh();
    await history.refresh();

    expect(atFirst).toMatchObject({ is: "failed", isSignedOut: false });
    expect(state()?.is).toBe("ready");
  });

  it("says when only a new sign-in helps, until it has helped", async () => {
    const { history, state } = historyWith({}, { status: 401 }, {});
    await history.refresh();

    await history.refresh();
    const refused = state();
    await history.refresh();

    expect(refused).toMatchObject({ is: "ready", isSignedOut: true });
    expect(state()?.isSignedOut).toBe(false);
  });
});

describe("a history after a new sign-in", () => {
  it("is no longer signed out, before anything is read", async () => {
    const { history, state } = historyWith({ status: 401 });
    await history.refresh();
    const refused = state()?.isSignedOut;

    const resumed = history.resume();
    const atOnce = state()?.isSignedOut;
    await resumed;

    expect([refused, atOnce]).toEqual([true, false]);
    expect(state()).toMatchObject({ is: "ready", isSignedOut: false });
  });

  it("does not hear of an earlier request's refusal that comes late", async () => {
    const { history, asked, told } = historyWith({ status: 401 }, {});

    const early = history.refresh();
    await Promise.all([early, history.resume()]);

    expect(asked).toEqual([get, get]);
    expect(told().map(({ isSignedOut }) => isSignedOut)).not.toContain(true);
  });
});

describe("a history's older messages", () => {
  it("are read before the oldest one, even while the assistant writes", async () => {
    const { history, asked, merged, page, state } = historyWith({ hasMore: true });
    page.isBusy = true;

    await history.showOlder();

    expect(asked).toEqual([`${get}&before=9`]);
    expect(merged).toHaveLength(1);
    expect(state()).toMatchObject({ older: "idle", hasOlder: true });
  });

  it("are read once by two presses", async () => {
    const { history, asked } = historyWith();

    await Promise.all([history.showOlder(), history.showOlder()]);

    expect(asked).toHaveLength(1);
  });

  it("can be asked for again when they did not come", async () => {
    const { history, state } = historyWith({ status: 500 }, { hasMore: false });

    await history.showOlder();
    const failed = state()?.older;
    await history.showOlder();

    expect(failed).toBe("failed");
    expect(state()).toMatchObject({ older: "idle", hasOlder: false });
  });

  it("are none where nothing has a number", async () => {
    const { history, asked, page } = historyWith();
    page.oldest = undefined;

    await history.showOlder();

    expect(asked).toEqual([]);
  });
});
