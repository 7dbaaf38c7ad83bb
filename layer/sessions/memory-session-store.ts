import { type Clock, nowSeconds } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import { idleEndOf } from "./lifetimes.ts";
import type { Session, SessionStore } from "./session-store.ts";

/** Sessions in this process's memory, under the same rules as the table. For tests and for trying things out. */
export function createMemorySessionStore({ clock }: { clock: Clock }): SessionStore {
  const rows = new Map<string, Session>();
  const ended = new Set<string>();
  const now = () => nowSeconds(clock);

  function live(sessionId: string): Session | undefined {
    const row = rows.get(sessionId);
    return row && row.expiresAt > now() && !ended.has(sessionId) ? row : undefined;
  }

  function change(sessionId: string, apply: (row: Session) => boolean): boolean {
    const row = live(sessionId);
    return row ? apply(row) : false;
  }

  return {
    async create(session) {
      if (rows.has(session.sessionId)) throw new AppError("session_exists", "that session id is taken");
      const createdAt = now();
      const expiresAt = idleEndOf(createdAt, session.absoluteEnd);
      const row: Session = {
        ...structuredClone(session),
        createdAt,
        expiresAt,
        version: 1,
        offers: {},
        confirmation: undefined,
      };
      rows.set(session.sessionId, row);
      return structuredClone(row);
    },
    async get(sessionId) {
      return structuredClone(live(sessionId));
    },
    async touch(sessionId) {
      const row = live(sessionId);
      if (row) row.expiresAt = idleEndOf(now(), row.absoluteEnd);
      return row?.expiresAt;
    },
    async renew(sessionId, { sealedBearer, absoluteEnd }) {
      return change(sessionId, (row) => {
        Object.assign(row, { sealedBearer, absoluteEnd, expiresAt: idleEndOf(now(), absoluteEnd) });
        return true;
      });
    },
    async keepOffer(sessionId, projectId, offer) {
      return change(sessionId, (row) => {
        row.offers[projectId] = structuredClone(offer);
        return true;
      });
    },
    async clearOffer(sessionId, projectId, requestId) {
      return change(sessionId, (row) => {
        const offer = row.offers[projectId];
        if (!offer || offer.requestId !== requestId) return false;
        delete row.offers[projectId];
        return true;
      });
    },
    async askConfirmation(sessionId, confirmation) {
      return change(sessionId, (row) => {
        row.confirmation = structuredClone(confirmation);
        return true;
      });
    },
    async markShown(sessionId, confirmationId) {
      return change(sessionId, ({ confirmation }) => {
        if (confirmation?.id !== confirmationId || confirmation.state !== "asked") return false;
        confirmation.state = "shown";
        return true;
      });
    },
    async answerConfirmation(sessionId, confirmationId, approved) {
      return change(sessionId, ({ confirmation }) => {
        if (confirmation?.id !== confirmationId || confirmation.state !== "shown") return false;
        if (confirmation.expires_at <= now()) return false;
        confirmation.state = approved ? "approved" : "declined";
        return true;
      });
    },
    async consumeApproval(sessionId, action, argumentsHash) {
      return change(sessionId, (row) => {
        const pending = row.confirmation;
        const holds =
          pending?.state === "approved" &&
          pending.action === action &&
          pending.arguments_hash === argumentsHash &&
          pending.expires_at > now();
        if (holds) row.confirmation = undefined;
        return holds;
      });
    },
    async replaceAgentSession(sessionId, agentSessionId) {
      return change(sessionId, (row) => {
        row.agentSessionId = agentSessionId;
        return true;
      });
    },
    async end(sessionId) {
      const row = rows.get(sessionId);
      if (!row) return;
      ended.add(sessionId);
      Object.assign(row, { sealedBearer: "", offers: {}, confirmation: undefined });
    },
    async remove(sessionId) {
      rows.delete(sessionId);
      ended.delete(sessionId);
    },
    async exists(sessionId) {
      return rows.has(sessionId);
    },
    async agentSessionOf(sessionId) {
      return rows.get(sessionId)?.agentSessionId;
    },
  };
}
