import { createHash } from "node:crypto";
import type { Clock } from "#layer/clock.ts";
import type { Counters } from "#layer/observability/counters.ts";
import { RefusalError } from "../refusal.ts";
import { type LimitFigures, type LimitKind, type LimitScope, limitFigures } from "./limit-figures.ts";
import type { PointStore } from "./point-store.ts";

/** Who asks, as far as it is known yet. */
export interface LimitedCaller {
  /** The network address as `client-address.ts` gives it. */
  address?: string;
  /** The customer's HMAC subject. */
  subject?: string;
  clientId?: string;
}

/** How often anybody may ask. */
export interface RateLimits {
  /**
   * Costs nothing: for a flood, before anything is read.
   * @throws RefusalError `rate_limited` when this process knows already that one of them has no point left
   */
  check(kind: LimitKind, caller: LimitedCaller): void;
  /**
   * Takes one point of each that is given, all at once.
   * @throws RefusalError `rate_limited` with its wait when one of them has none left, `upstream_down` when nobody can count
   * and this kind may not go on uncounted
   */
  admit(kind: LimitKind, caller: LimitedCaller): Promise<void>;
}

/** Nobody is limited. For tests, and for a development machine under load. */
export const unlimited: RateLimits = { check: () => {}, admit: async () => {} };

interface Options {
  points: PointStore;
  clock: Clock;
  counters: Pick<Counters, "count">;
  figures?: Readonly<Record<LimitKind, LimitFigures>>;
}

interface Share {
  key: string;
  most: number;
}

/** Above this many, what is known to be used up is forgotten; it costs a write each to learn it again. */
const mostRemembered = 10_000;

/**
 * Counts in windows of the clock, so that one atomic addition a key is all it takes. A refused request answers for its narrowest share
 * that had run out, and gives back what it took of the others, so that one customer's flood never uses up the tenant's or the
 * address's share. When that was the narrowest of all, this process remembers it until the window ends, and the flood costs no more
 * writes; a broader share may have run out for no longer than somebody's burst takes, so it is asked again each time.
 */
export function createRateLimits({ points, clock, counters, figures = limitFigures }: Options): RateLimits {
  const usedUp = new Map<string, number>();

  function isUsedUp(key: string): boolean {
    return (usedUp.get(key) ?? 0) > clock.nowMs();
  }

  function remember(key: string, untilMs: number): void {
    for (const [old, endMs] of usedUp) if (endMs <= clock.nowMs()) usedUp.delete(old);
    if (usedUp.size >= mostRemembered) usedUp.clear();
    usedUp.set(key, untilMs);
  }

  function windowOf(kind: LimitKind, caller: LimitedCaller) {
    const { windowSeconds, whenDown, ...mosts } = figures[kind];
    const window = Math.floor(clock.nowMs() / 1000 / windowSeconds);
    const untilMs = (window + 1) * windowSeconds * 1000;
    return { windowSeconds, whenDown, untilMs, shares: sharesOf(kind, caller, mosts, window) };
  }

  function refusal(untilMs: number): RefusalError {
    const waitSeconds = Math.max(1, Math.ceil((untilMs - clock.nowMs()) / 1000));
    return new RefusalError("rate_limited", { retryAfterSeconds: waitSeconds });
  }

  return {
    check(kind, caller) {
      const { shares, untilMs } = windowOf(kind, caller);
      if (shares.some(({ key }) => isUsedUp(key))) throw refusal(untilMs);
    },
    async admit(kind, caller) {
      const { windowSeconds, whenDown, untilMs, shares } = windowOf(kind, caller);
      if (shares.some(({ key }) => isUsedUp(key))) throw refusal(untilMs);

      const taken = await Promise.allSettled(
        shares.map(({ key, most }) => points.take(key, { most, windowSeconds })),
      );
      const blamed = shares.findIndex((_, index) => isRefused(taken[index]));
      const share = shares[blamed];
      if (share) {
        if (blamed === 0) remember(share.key, untilMs);
        const others = shares.filter((_, index) => index !== blamed && taken[index]?.status === "fulfilled");
        await Promise.allSettled(
          others.map(({ key, most }) => points.giveBack(key, { most, windowSeconds })),
        );
        throw refusal(untilMs);
      }
      if (taken.some(({ status }) => status === "rejected")) {
        counters.count("limiter_down");
        if (whenDown === "refuse") throw new RefusalError("upstream_down");
      }
    },
  };
}

/** From the narrowest to the broadest. */
function sharesOf(
  kind: LimitKind,
  { subject, clientId, address }: LimitedCaller,
  mosts: Readonly<Record<LimitScope, number>>,
  window: number,
): Share[] {
  const named: [LimitScope, string | undefined][] = [
    ["customer", subject],
    ["address", address],
    ["tenant", clientId],
  ];
  return named.flatMap(([scope, name]) =>
    name === undefined ? [] : [{ key: `${kind}:${scope}:${hashOf(name)}:${window}`, most: mosts[scope] }],
  );
}

/** Keys lie in a table for some minutes; nobody's address shall be read there in passing. */
function hashOf(name: string): string {
  return createHash("sha256").update(name).digest("base64url").slice(0, 22);
}

function isRefused(result: PromiseSettledResult<boolean> | undefined): boolean {
  return result?.status === "fulfilled" && !result.value;
}
