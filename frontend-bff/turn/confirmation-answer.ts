import type { PendingConfirmation } from "#layer/domain/confirmation.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import { affirmationOf } from "./affirmation.ts";

/** A click on a card's button. */
export interface ConfirmationClick {
  id: string;
  approved: boolean;
}

/**
 * What this message is to the session's open question: its answer, now recorded; a click on a question that is not open
 * any more (`stale`); or nothing.
 */
export type ConfirmationAnswer =
  | { kind: "answered"; confirmation: PendingConfirmation; approved: boolean }
  | { kind: "stale"; id: string }
  | { kind: "none" };

interface Asked {
  sessions: Pick<SessionStore, "answerConfirmation" | "askConfirmation">;
  sessionId: string;
  /** As the session row holds it. */
  confirmation: PendingConfirmation | undefined;
  /** Epoch seconds. */
  now: number;
}

/**
 * Reads the customer's answer and records it. Only a question that was shown and has not expired can be answered. The
 * same answer given again (a retry) stands. A yes that was not used in its own turn is taken back by any other message,
 * so that no later turn can act on it.
 */
export async function takeAnswer(
  asked: Asked,
  message: { text: string; click: ConfirmationClick | undefined; language: string },
): Promise<ConfirmationAnswer> {
  const { sessions, sessionId, now } = asked;
  const confirmation = openOnly(asked.confirmation, now);
  const { click } = message;
  const stale: ConfirmationAnswer = click ? { kind: "stale", id: click.id } : { kind: "none" };
  if (!confirmation || (click && click.id !== confirmation.id)) return stale;

  const approved = click ? click.approved : plainAnswer(message, confirmation);
  const wanted = approved ? "approved" : "declined";
  if (approved !== undefined && confirmation.state === wanted) {
    return { kind: "answered", confirmation, approved };
  }
  if (confirmation.state === "approved") {
    await sessions.askConfirmation(sessionId, { ...confirmation, state: "declined" });
    return approved === false ? { kind: "answered", confirmation, approved } : { kind: "none" };
  }
  if (approved === undefined || confirmation.state !== "shown") return stale;
  const isRecorded = await sessions.answerConfirmation(sessionId, confirmation.id, approved);
  return isRecorded ? { kind: "answered", confirmation, approved } : stale;
}

function openOnly(
  confirmation: PendingConfirmation | undefined,
  now: number,
): PendingConfirmation | undefined {
  return confirmation && confirmation.state !== "asked" && confirmation.expires_at > now
    ? confirmation
    : undefined;
}

function plainAnswer(
  { text, language }: { text: string; language: string },
  { action }: PendingConfirmation,
): boolean | undefined {
  const said = affirmationOf(text, action, language);
  return said === undefined ? undefined : said === "yes";
}
