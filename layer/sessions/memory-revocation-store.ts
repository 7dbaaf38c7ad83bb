import type { Clock } from "#layer/clock.ts";
import { nextMark } from "./revocation-marks.ts";
import type { RevocationStore } from "./revocation-store.ts";

/** Revocation marks in this process's memory; they stay as long as the process does. */
export function createMemoryRevocationStore({ clock }: { clock: Clock }): RevocationStore {
  const marks = new Map<string, number>();
  const keyOf = (clientId: string, subject?: string) => JSON.stringify([clientId, subject]);
  const markOf = (key: string) => marks.get(key) ?? 0;

  return {
    async read(clientId, subject) {
      return { tenant: markOf(keyOf(clientId)), customer: markOf(keyOf(clientId, subject)) };
    },
    async revoke(clientId, subject) {
      const key = keyOf(clientId, subject);
      marks.set(key, nextMark(markOf(key), clock.nowMs()));
    },
  };
}
