import { FailureError, failureOfAnswer } from "./failure.ts";
import type { Session } from "./session.ts";

/** A message as the BFF keeps it. */
export interface KeptMessage {
  turn: number;
  /** The id under which the page has shown it, if this page has. */
  id: string;
  role: "user" | "assistant";
  text: string;
  /** Epoch seconds. */
  at: number;
}

/** The head of the conversation with one page of its messages, oldest first. */
export interface ConversationPage {
  /** The number of the newest message; 0 while there is none. */
  turn: number;
  lastReadTurn: number;
  messages: KeptMessage[];
  /** There are older ones. */
  hasMore: boolean;
}

/** What the BFF says of a deletion. */
export interface Receipt {
  id: string;
  /** ISO 8601. */
  at: string;
  /** Nothing is left, and a second look has found that too. */
  isComplete: boolean;
}

const pageSize = 30;
const waitMs = 20_000;
/** A deletion stops a running answer, looks twice and counts what is left. */
const deletionWaitMs = 60_000;

/**
 * `GET /api/conversation`: the newest messages, or those before a number. The fresh token that may come with it is left: the session renews
 * its own.
 * @throws FailureError with the BFF's code, and as `Session.call`
 */
export async function readConversation(
  session: Session,
  { before }: { before?: number | undefined } = {},
): Promise<ConversationPage> {
  const query = before === undefined ? "" : `&before=${before}`;
  const response = await session.call("manage", `/api/conversation?limit=${pageSize}${query}`, {
    signal: AbortSignal.timeout(waitMs),
  });
  const { conversation_id, turn, last_read_turn, messages, has_more } = await readBody(response);
  const isOurs = conversation_id === session.conversationId();
  const isPage = typeof turn === "number" && typeof last_read_turn === "number" && Array.isArray(messages);
  if (!isOurs || !isPage || !messages.every(isKeptMessage)) throw unexpected();
  return { turn, lastReadTurn: last_read_turn, messages, hasMore: has_more === true };
}

/**
 * `PATCH /api/conversation`: everything up to `turn`, the newest number, has been seen.
 * @returns false when there is a newer one by now
 * @throws FailureError with the BFF's code, and as `Session.call`
 */
export async function markRead(session: Session, turn: number): Promise<boolean> {
  const response = await session.call("manage", "/api/conversation", {
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ turn, last_read_turn: turn }),
    signal: AbortSignal.timeout(waitMs),
  });
  if (response.status === 409) return false;
  await readBody(response);
  return true;
}

/**
 * `DELETE /api/conversation`: everything that is kept of this customer goes, the session too.
 * @throws FailureError with the BFF's code, and as `Session.call`
 */
export async function deleteConversation(session: Session): Promise<Receipt> {
  const response = await session.call(
    "manage",
    "/api/conversation",
    { method: "DELETE", signal: AbortSignal.timeout(deletionWaitMs) },
    "customer",
  );
  const { id, at, left, final } = asFields((await readBody(response)).receipt);
  if (typeof id !== "string" || typeof at !== "string" || Number.isNaN(Date.parse(at))) throw unexpected();
  return { id, at, isComplete: left === 0 && final === true };
}

async function readBody(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  if (!response.ok) throw new FailureError(failureOfAnswer(response.status, text));
  try {
    return asFields(JSON.parse(text));
  } catch {
    throw unexpected();
  }
}

function isKeptMessage(value: unknown): value is KeptMessage {
  const { turn, id, role, text, at } = asFields(value);
  const hasNumbers = typeof turn === "number" && typeof at === "number";
  return (
    hasNumbers &&
    typeof id === "string" &&
    typeof text === "string" &&
    (role === "user" || role === "assistant")
  );
}

/** The fields of an object; none of anything else. */
function asFields(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function unexpected(): FailureError {
  return new FailureError({ code: "unexpected_answer", retryable: true });
}
