import type { AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import { nowSeconds } from "#layer/clock.ts";
import { todayForPrompt } from "#layer/dates/print.ts";
import { todayIn } from "#layer/dates/today.ts";
import type { ConversationFacts } from "#layer/domain/conversation-facts.ts";
import type { SessionContext } from "#layer/domain/session-context.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import { scrub } from "#layer/privacy/scrub.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { RouteTools } from "../route.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { heldToPromise } from "./agent-events.ts";
import { closingQuestion } from "./closing-question.ts";
import { type ConfirmationAnswer, type ConfirmationClick, takeAnswer } from "./confirmation-answer.ts";
import { staleAnswerText } from "./confirmation-text.ts";
import { createTurnRecord, type TurnRecord } from "./turn-record.ts";
import { writtenText } from "./written-text.ts";

/** One message of a signed-in customer. */
export interface Turn {
  session: Session;
  tenant: Tenant;
  /** The answer's id. */
  runId: string;
  /** The client's id for the message. */
  messageId: string;
  text: string;
  click: ConfirmationClick | undefined;
  signal: AbortSignal;
}

type TurnDependencies = Pick<
  RouteTools,
  "sessions" | "conversations" | "shownValues" | "agentBackend" | "clock" | "log" | "newId"
>;

/** Actions that find other dates or times than those of an open question. */
const lookingElsewhere = new Set(["get_available_dates", "get_time_slots"]);

/**
 * One turn, kept in its conversation: what was said and what was learned. Ends after the last event; a failure is the last
 * event, `conversation_gone` when there is no conversation (any more) that the turn could belong to.
 * @throws StoreDownError before the agent is asked, when the customer's message cannot be kept
 */
export async function* runTurn(
  dependencies: TurnDependencies,
  turn: Turn,
): AsyncGenerator<TurnEvent, void, void> {
  const record = createTurnRecord({ ...dependencies, ...turn });
  let forgotten: Promise<boolean> | undefined;

  /** A deletion may have made the agent forget before this turn spoke to it: whose conversation is gone, makes it forget again. */
  async function isKept(): Promise<boolean> {
    if (await record.end()) return true;
    forgotten ??= dependencies.agentBackend.end(turn.session.agentSessionId);
    await forgotten;
    return false;
  }

  try {
    for await (const event of speakTurn(dependencies, turn, record)) {
      if (event.type === "failed") return yield (await isKept()) ? event : conversationGone;
      record.see(event);
      yield event;
    }
    if (!(await isKept())) yield conversationGone;
  } finally {
    // Also when nobody listens any more: what was said up to then stays.
    await isKept();
  }
}

/** The answer to an open question is recorded, the agent speaks, and a new question is asked in our own words. */
async function* speakTurn(
  dependencies: TurnDependencies,
  turn: Turn,
  record: TurnRecord,
): AsyncGenerator<TurnEvent, void, void> {
  const { sessions, clock, newId } = dependencies;
  const { sessionId, confirmation } = turn.session;
  const [idleEnd, answer, known] = await Promise.all([
    sessions.touch(sessionId),
    takeAnswer(
      { sessions, sessionId, confirmation, now: nowSeconds(clock) },
      { text: turn.text, click: turn.click, language: turn.tenant.languages[0] ?? "en" },
    ),
    record.begin({ id: turn.messageId, text: turn.text }),
  ]);
  if (idleEnd === undefined) return yield signInAgain;
  if (known === undefined) return yield conversationGone;
  if (answer.kind === "stale") {
    yield { type: "confirmation", card: { id: answer.id, state: "expired" } };
    return yield { type: "own-words", text: staleAnswerText };
  }
  if (answer.kind === "answered") {
    const state = answer.approved ? "approved" : "declined";
    yield { type: "confirmation", card: { id: answer.confirmation.id, state } };
  }

  const signal = AbortSignal.any([turn.signal, record.gone]);
  const seen = { spoke: false, lookedElsewhere: false, signedOut: false };
  const written: string[] = [];
  for await (const event of heldToPromise(
    dependencies.agentBackend.invoke(toAgent(turn, { answer, known, nowMs: clock.nowMs(), signal })),
    signal,
  )) {
    if (event.type === "failed" && event.code === "agent_leaked_markup") {
      // What the agent remembers would make it leak again; and nobody could make it forget later what no row names any more.
      await Promise.all([
        sessions.replaceAgentSession(sessionId, newId("a")),
        dependencies.agentBackend.end(turn.session.agentSessionId),
      ]);
    }
    if (event.type === "failed") {
      for (const text of written) yield { type: "own-words", text };
      return yield event;
    }
    if (event.type === "text-delta") seen.spoke ||= event.text.trim() !== "";
    if (event.type === "action-ended") {
      const text = writtenText(event);
      if (text !== undefined) written.push(text);
      seen.signedOut ||= event.outcome === "reauth_required";
      seen.lookedElsewhere ||= lookingElsewhere.has(event.action);
    }
    yield event;
  }

  for await (const event of closingQuestion({ sessions, clock, sessionId, ...seen })) {
    seen.spoke ||= event.type === "own-words";
    yield event;
  }
  if (seen.signedOut) yield signInAgain;
  else if (!seen.spoke) yield { type: "failed", code: "agent_silent", retryable: true };
}

const conversationGone: TurnEvent = { type: "failed", code: "conversation_gone", retryable: false };
const signInAgain: TurnEvent = { type: "failed", code: "reauth_required", retryable: false };

function toAgent(
  { session, tenant, text }: Turn,
  {
    answer,
    known,
    nowMs,
    signal,
  }: { answer: ConfirmationAnswer; known: ConversationFacts; nowMs: number; signal: AbortSignal },
): AgentTurn {
  const { sessionId, agentSessionId, customerId } = session;
  const context: SessionContext = {
    sessionId,
    today: todayForPrompt(todayIn(tenant.time_zone, nowMs)),
    timeZone: tenant.time_zone,
    office: { phone: tenant.support_phone, email: tenant.support_email, hours: tenant.support_hours },
    answered: answer.kind === "answered" ? answeredOf(answer) : undefined,
    known: Object.keys(known).length > 0 ? known : undefined,
  };
  return {
    agentSessionId,
    text: scrub(text, { mode: "model", known: { ids: [customerId] } }).text,
    sessionAttributes: { session_id: sessionId },
    context,
    signal,
  };
}

function answeredOf({ confirmation, approved }: Extract<ConfirmationAnswer, { kind: "answered" }>) {
  return { action: confirmation.action, approved, summary: confirmation.summary };
}
