import { type Clock, nowSeconds } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import type { TokenFamily, TokenFamilyStore } from "./token-family-store.ts";

/** Token families in this process's memory, under the same rules as the table. */
export function createMemoryTokenFamilyStore({ clock }: { clock: Clock }): TokenFamilyStore {
  const rows = new Map<string, TokenFamily>();
  const now = () => nowSeconds(clock);
  const keyOf = (sessionId: string, clientId: string) => JSON.stringify([sessionId, clientId]);

  function live(sessionId: string, clientId: string): TokenFamily | undefined {
    const row = rows.get(keyOf(sessionId, clientId));
    return row && row.revokedAt === undefined && row.absoluteEnd > now() ? row : undefined;
  }

  return {
    async create(family) {
      const key = keyOf(family.sessionId, family.clientId);
      if (rows.has(key)) throw new AppError("session_exists", "that session has its tokens");
      const row: TokenFamily = {
        ...family,
        generation: 1,
        parent: undefined,
        requestCount: 0,
        lastUsedAt: now(),
        revokedAt: undefined,
      };
      rows.set(key, row);
      return { ...row };
    },
    async get(sessionId, clientId) {
      const row = rows.get(keyOf(sessionId, clientId));
      return row && row.absoluteEnd > now() ? { ...row } : undefined;
    },
    async rotate(sessionId, clientId, { generation, next, rotatedAtMs }) {
      const row = live(sessionId, clientId);
      if (row?.generation !== generation) return false;
      Object.assign(row, { parent: row.head, head: next, generation: generation + 1, rotatedAtMs });
      return true;
    },
    async use(sessionId, clientId) {
      const row = live(sessionId, clientId);
      if (!row) return false;
      row.requestCount += 1;
      row.lastUsedAt = now();
      return true;
    },
    async revoke(sessionId, clientId) {
      const row = rows.get(keyOf(sessionId, clientId));
      if (!row || row.revokedAt !== undefined) return false;
      row.revokedAt = now();
      return true;
    },
    async *listSessions(clientId, customerId) {
      for (const row of [...rows.values()]) {
        const isAsked = row.clientId === clientId && (customerId ?? row.customerId) === row.customerId;
        if (isAsked) yield { sessionId: row.sessionId, customerId: row.customerId };
      }
    },
    async remove(sessionId, clientId) {
      rows.delete(keyOf(sessionId, clientId));
    },
    async exists(sessionId, clientId) {
      return rows.has(keyOf(sessionId, clientId));
    },
  };
}
