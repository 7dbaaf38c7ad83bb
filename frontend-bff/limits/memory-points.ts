import { RateLimiterMemory } from "rate-limiter-flexible";
import { flexiblePoints } from "./flexible-points.ts";
import type { PointStore } from "./point-store.ts";

/** Points in this process's memory: one process counts for itself alone. */
export function createMemoryPoints(): PointStore {
  return flexiblePoints(
    ({ most, windowSeconds }) =>
      new RateLimiterMemory({ points: most, duration: windowSeconds, keyPrefix: "" }),
  );
}
