import type { ConversationStore } from "#layer/conversations/conversation-store.ts";
import type { ConversationFacts } from "#layer/domain/conversation-facts.ts";
import type { Log } from "#layer/observability/log.ts";
import type { KnownValues } from "#layer/privacy/rule.ts";
import { scrub } from "#layer/privacy/scrub.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { factsChangeOf, learnFacts } from "./learn-facts.ts";
import { createSeenTurn } from "./seen-turn.ts";
import { joined, type ShownValues } from "./shown-values.ts";

interface Recorded {
  conversations: ConversationStore;
  shownValues: ShownValues;
  log: Log;
  newId: (prefix: string) => string;
  session: Session;
  /** The answer's id. */
  runId: string;
}

/** Keeps one turn in its conversation: the customer's message first, the answer as a whole at the end, and what was learned. */
export interface TurnRecord {
  /**
   * Keeps the customer's message and answers the facts of the conversation; undefined when that is gone. Resolves once the
   * message is in the table: whether the conversation has gone meanwhile is found out beside the turn (`gone`).
   * @throws StoreDownError
   */
  begin(message: { id: string; text: string }): Promise<ConversationFacts | undefined>;
  /** Aborts when the conversation has gone under the turn. */
  gone: AbortSignal;
  see(event: TurnEvent): void;
  /**
   * Keeps the answer, scrubbed as a whole, and the facts; false when the conversation is gone and nothing is left in it. May be
   * called again. Never throws: an answer that cannot be kept has been given all the same.
   */
  end(): Promise<boolean>;
}

export function createTurnRecord({
  conversations,
  shownValues,
  log,
  newId,
  session,
  runId,
}: Recorded): TurnRecord {
  const { conversationId, customerId } = session;
  const gone = new AbortController();
  const seen = createSeenTurn();
  let begun: ConversationFacts | undefined;
  let facts: ConversationFacts = {};
  let settled: Promise<unknown> = Promise.resolve();
  let ended: Promise<boolean> | undefined;

  const forStorage = (text: string, shown: KnownValues = {}) => {
    const offered = { kept: Object.keys(session.offers) };
    const known = joined(joined(offered, shownValues.of(session)), shown);
    return scrub(text, { mode: "storage", known: { ...known, ids: [customerId] } }).text;
  };
  /** What has failed is logged; it does not count as gone. */
  const standing = (event: string) => (error: unknown) => {
    log("error", event, { run: runId, error: error instanceof Error ? error.name : typeof error });
    return true;
  };

  async function keepAnswer(): Promise<boolean> {
    const text = seen.text();
    if (text === "") return true;
    const scrubbed = forStorage(text, seen.known());
    shownValues.learn(session, seen.known());
    const answer = { role: "assistant", text: scrubbed, messageId: runId } as const;
    return (await conversations.append(session, conversationId, answer)) !== undefined;
  }

  async function keepFacts(before: ConversationFacts): Promise<boolean> {
    const change = factsChangeOf(before, facts);
    return change === undefined || conversations.learn(session, conversationId, change);
  }

  async function keepAll(): Promise<boolean> {
    await settled;
    if (begun === undefined || gone.signal.aborted) return !gone.signal.aborted;
    const all = await Promise.all([
      keepAnswer().catch(standing("answer-not-kept")),
      keepFacts(begun).catch(standing("facts-not-kept")),
    ]);
    return all.every(Boolean);
  }

  return {
    gone: gone.signal,

    async begin({ id, text }) {
      const kept = Promise.withResolvers<true>();
      const appended = conversations.append(
        session,
        conversationId,
        { role: "user", text: forStorage(text), messageId: harmlessId(id, newId) },
        { onKept: () => kept.resolve(true) },
      );
      settled = appended
        .then((message) => message !== undefined)
        .catch(standing("message-unsettled"))
        .then((stands) => stands || gone.abort());
      const [head, isKept] = await Promise.all([
        conversations.get(session, conversationId),
        Promise.race([kept.promise, appended.then((message) => message !== undefined)]),
      ]);
      if (!head || !isKept) return undefined;
      begun = head.facts;
      facts = head.facts;
      return head.facts;
    },

    see(event) {
      seen.add(event);
      facts = learnFacts(facts, event);
    },

    end() {
      ended ??= keepAll();
      return ended;
    },
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The client's id for a message, unless it may be somebody's number, address or key. */
function harmlessId(id: string, newId: Recorded["newId"]): string {
  return uuid.test(id) || scrub(id, { mode: "storage" }).text === id ? id : newId("m");
}
