import { describe, expect, it } from "vitest";
import type { LimitFigures, LimitKind } from "#frontend-bff/limits/limit-figures.ts";
import { limitFigures } from "#frontend-bff/limits/limit-figures.ts";
import { createMemoryPoints } from "#frontend-bff/limits/memory-points.ts";
import type { PointStore } from "#frontend-bff/limits/point-store.ts";
import { createRateLimits } from "#frontend-bff/limits/rate-limits.ts";
import { RefusalError } from "#frontend-bff/refusal.ts";
import type { CounterName } from "#layer/observability/counters.ts";
import { settableClock } from "#tests/builders/clock.ts";

const small: LimitFigures = { windowSeconds: 60, customer: 3, tenant: 10, address: 6, whenDown: "refuse" };

function scene({
  points = createMemoryPoints(),
  turn = small,
}: {
  points?: PointStore;
  turn?: LimitFigures;
} = {}) {
  const clock = settableClock("2026-11-23T15:00:10Z");
  const counted: CounterName[] = [];
  const takes: string[] = [];
  const watched: PointStore = {
    take(key, limit) {
      takes.push(key);
      return points.take(key, limit);
    },
    giveBack: (key, limit) => points.giveBack(key, limit),
  };
  const limits = createRateLimits({
    points: watched,
    clock,
    counters: { count: (name) => void counted.push(name) },
    figures: { ...limitFigures, turn },
  });
  const asks = (subject: string, address = "192.0.2.1", clientId = "EASTHOME", kind: LimitKind = "turn") =>
    limits.admit(kind, { subject, address, clientId }).then(
      () => "admitted",
      (error: unknown) =>
        error instanceof RefusalError ? `${error.refusal} ${error.retryAfterSeconds ?? ""}`.trim() : error,
    );
  return { clock, counted, takes, limits, asks };
}

async function times(count: number, ask: () => Promise<unknown>): Promise<unknown[]> {
  const answers = [];
  for (let index = 0; index < count; index++) answers.push(await ask());
  return answers;
}

describe("rate limits", () => {
  it("admit a customer up to their share, then say when the window ends", async () => {
    const { asks } = scene();

    expect(await times(5, () => asks("one"))).toEqual([
      "admitted",
      "admitted",
      "admitted",
      "rate_limited 50",
      "rate_limited 50",
    ]);
  });

  it("admit again in the next window", async () => {
    const { asks, clock } = scene();
    await times(4, () => asks("one"));

    clock.set("2026-11-23T15:01:00Z");

    expect(await asks("one")).toBe("admitted");
  });

  it("never say to wait less than a second", async () => {
    const { asks, clock } = scene();
    clock.set("2026-11-23T15:00:59.999Z");
    await times(3, () => asks("one"));

    expect(await asks("one")).toBe("rate_limited 1");
  });

  it("count customers, tenants, addresses and kinds each for themselves", async () => {
    const { asks } = scene();
    await times(4, () => asks("one"));

    expect(await asks("two", "192.0.2.1")).toBe("admitted");
    expect(await asks("one", "192.0.2.2", "EASTHOME", "manage")).toBe("admitted");
    expect(await times(3, () => asks("three", "192.0.2.1"))).toEqual([
      "admitted",
      "admitted",
      "rate_limited 50",
    ]);
    expect(await asks("three", "192.0.2.9")).toBe("admitted");
  });

  it("hold a whole tenant to its share, and leave the other tenant alone", async () => {
    const { asks } = scene();
    const flood = await times(11, () => asks(crypto.randomUUID(), crypto.randomUUID()));

    expect(flood.filter((answer) => answer === "admitted")).toHaveLength(10);
    expect(await asks("one", "192.0.2.9", "WESTHOME")).toBe("admitted");
  });

  it("take nothing from the tenant or the address for a flood of one customer", async () => {
    const { asks } = scene({ turn: { ...small, tenant: 7 } });

    await Promise.all(Array.from({ length: 50 }, () => asks("flood", "192.0.2.66")));

    expect(await times(3, () => asks("two", "192.0.2.1"))).toEqual(Array(3).fill("admitted"));
    expect(await asks("three", "192.0.2.66")).toBe("admitted");
  });

  it("write nothing for what this process knows to be used up", async () => {
    const { asks, takes } = scene();
    await times(4, () => asks("one"));
    const before = takes.length;

    await times(20, () => asks("one"));

    expect(takes).toHaveLength(before);
  });

  it("take the three points at once", async () => {
    let running = 0;
    let most = 0;
    const { asks } = scene({
      points: {
        async take() {
          running += 1;
          most = Math.max(most, running);
          await Promise.resolve();
          running -= 1;
          return true;
        },
        giveBack: async () => {},
      },
    });

    await asks("one");

    expect(most).toBe(3);
  });

  it("write down nobody's address or name", async () => {
    const { asks, takes } = scene();

    await asks("subject-of-one", "192.0.2.1");

    expect(takes).toHaveLength(3);
    expect(takes.join()).not.toMatch(/192\.0\.2|subject-of-one|EASTHOME/);
  });
});

describe("rate limits whose store is down", () => {
  const down: PointStore = {
    take: () => Promise.reject(new Error("table arn:secret")),
    giveBack: () => Promise.reject(new Error("down")),
  };

  it.each(["sign_in", "refresh", "turn"] as const)("refuse %s, and count that", async (kind) => {
    const { asks, counted } = scene({ points: down });

    expect(await asks("one", "192.0.2.1", "EASTHOME", kind)).toBe("upstream_down");
    expect(counted).toEqual(["limiter_down"]);
  });

  it.each(["manage", "public", "operator"] as const)("let %s go on, and count that", async (kind) => {
    const { asks, counted } = scene({ points: down });

    expect(await asks("one", "192.0.2.1", "EASTHOME", kind)).toBe("admitted");
    expect(counted).toEqual(["limiter_down"]);
  });

  it("still refuse whoever has used up a share that can be counted", async () => {
    const { asks } = scene({
      points: {
        take: (key) =>
          key.includes("customer") ? Promise.resolve(false) : down.take("", { most: 1, windowSeconds: 60 }),
        giveBack: down.giveBack,
      },
    });

    expect(await asks("one", "192.0.2.1", "EASTHOME", "manage")).toMatch(/^rate_limited/);
  });
});
