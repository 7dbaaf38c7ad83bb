import { describe, expect, it } from "vitest";
import { createTurnLocks } from "#frontend-bff/turn/turn-lock.ts";
import { settableClock } from "#tests/builders/clock.ts";

describe("the lock of a session's turn", () => {
  it("lets one turn in at a time, and each session by itself", () => {
    const locks = createTurnLocks({ clock: settableClock(), turnLimitMs: 60_000 });

    const release = locks.acquire("s1");

    expect(release).toBeTypeOf("function");
    expect(locks.acquire("s1")).toBeUndefined();
    expect(locks.acquire("s2")).toBeTypeOf("function");
    release?.();
    expect(locks.acquire("s1")).toBeTypeOf("function");
  });

  it("is void after the longest turn, and an old release does not free the new holder's", () => {
    const clock = settableClock();
    const locks = createTurnLocks({ clock, turnLimitMs: 60_000 });
    const lost = locks.acquire("s1");

    clock.advance(60);
    expect(locks.acquire("s1")).toBeTypeOf("function");
    lost?.();

    expect(locks.acquire("s1")).toBeUndefined();
  });
});
