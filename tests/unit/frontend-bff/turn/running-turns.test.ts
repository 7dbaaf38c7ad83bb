import { afterEach, describe, expect, it, vi } from "vitest";
import { createRunningTurns, type TurnOwner } from "#frontend-bff/turn/running-turns.ts";
import { settableClock } from "#tests/builders/clock.ts";

const owner = (sessionId: string, customerId = "1001", clientId = "EASTHOME"): TurnOwner => ({
  sessionId,
  clientId,
  customerId,
});
const nothing = () => {};
const makeTurns = (clock = settableClock()) => createRunningTurns({ clock, turnLimitMs: 60_000 });

afterEach(() => void vi.useRealTimers());

describe("running turns", () => {
  it("are one at a time in each session", () => {
    const turns = makeTurns();

    const end = turns.begin(owner("s1"), nothing);

    expect(end).toBeTypeOf("function");
    expect(turns.begin(owner("s1"), nothing)).toBeUndefined();
    expect(turns.begin(owner("s2"), nothing)).toBeTypeOf("function");
    end?.();
    expect(turns.begin(owner("s1"), nothing)).toBeTypeOf("function");
  });

  it("bar their session no longer than the longest turn, and a late end does not let a third one in", () => {
    const clock = settableClock();
    const turns = makeTurns(clock);
    const lost = turns.begin(owner("s1"), nothing);

    clock.advance(60);
    expect(turns.begin(owner("s1"), nothing)).toBeTypeOf("function");
    lost?.();

    expect(turns.begin(owner("s1"), nothing)).toBeUndefined();
  });

  it("are stopped and awaited for a customer of a tenant, in all their sessions, and for nobody else", async () => {
    const turns = makeTurns();
    const stopped: string[] = [];
    const enter = (who: TurnOwner) => {
      const end = turns.begin(who, () => {
        stopped.push(`${who.clientId} ${who.customerId} ${who.sessionId}`);
        queueMicrotask(() => end?.());
      });
    };
    enter(owner("s1"));
    enter(owner("s2"));
    enter(owner("s3", "1002"));
    enter(owner("s4", "1001", "WESTHOME"));

    const result = await turns.stop({ clientId: "EASTHOME", customerId: "1001" }, 5_000);

    expect(result).toEqual({ stopped: 2, unended: 0 });
    expect(stopped).toEqual(["EASTHOME 1001 s1", "EASTHOME 1001 s2"]);
    expect(turns.begin(owner("s3", "1002"), nothing)).toBeUndefined();
  });

  it("can be stopped in one session alone, and stopping none is not an error", async () => {
    const turns = makeTurns();
    const end = turns.begin(owner("s1"), () => end?.());
    turns.begin(owner("s2"), nothing);

    expect(await turns.stop({ sessionId: "s1" }, 5_000)).toEqual({ stopped: 1, unended: 0 });
    expect(await turns.stop({ sessionId: "s1" }, 5_000)).toEqual({ stopped: 0, unended: 0 });
  });

  it("are given up on after the limit, and told as not ended", async () => {
    vi.useFakeTimers();
    const turns = makeTurns();
    turns.begin(owner("s1"), nothing);

    const stopping = turns.stop({ sessionId: "s1" }, 5_000);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(await stopping).toEqual({ stopped: 1, unended: 1 });
  });
});
