import type { Lease, ReleaseLock } from "#agents/setup/release-lock.ts";

/** A lock in memory, as the table keeps it. */
export function memoryReleaseLock(): ReleaseLock & { held: () => Lease | undefined } {
  let held: Lease | undefined;
  return {
    held: () => held,
    async take(lease) {
      if (held && held.untilMs >= lease.sinceMs) return held;
      held = lease;
      return undefined;
    },
    async extend(lease) {
      if (held?.holder !== lease.holder) return false;
      held = lease;
      return true;
    },
    async give(holder) {
      if (held?.holder === holder) held = undefined;
    },
  };
}
