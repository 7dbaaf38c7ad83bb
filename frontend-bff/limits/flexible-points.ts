import { type RateLimiterAbstract, RateLimiterRes } from "rate-limiter-flexible";
import type { PointLimit, PointStore } from "./point-store.ts";

/** Points by the limiters of rate-limiter-flexible, one for each figure, made at its first use. */
export function flexiblePoints(create: (limit: PointLimit) => RateLimiterAbstract): PointStore {
  const limiters = new Map<string, RateLimiterAbstract>();

  function limiterOf(limit: PointLimit): RateLimiterAbstract {
    const name = `${limit.most}/${limit.windowSeconds}`;
    const limiter = limiters.get(name) ?? create(limit);
    limiters.set(name, limiter);
    return limiter;
  }

  return {
    async take(key, limit) {
      try {
        await limiterOf(limit).consume(key);
        return true;
      } catch (error) {
        // The library rejects with its count when there are too many, and with an error when it cannot count.
        if (error instanceof RateLimiterRes) return false;
        throw error;
      }
    },
    async giveBack(key, limit) {
      await limiterOf(limit).reward(key);
    },
  };
}
