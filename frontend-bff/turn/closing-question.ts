import { type Clock, nowSeconds } from "#layer/clock.ts";
import type { PendingConfirmation } from "#layer/domain/confirmation.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import type { TurnEvent } from "../stream/turn-event.ts";
import { confirmationText } from "./confirmation-text.ts";

interface Closing {
  sessions: SessionStore;
  clock: Clock;
  sessionId: string;
  /** The agent looked for other dates or times in this turn: the customer is after something else. */
  lookedElsewhere: boolean;
}

/**
 * What is still to be said when the agent has spoken: the question of a new confirmation, marked shown before it is
 * sent. One shown earlier and not answered is said again, so that a plain "yes" always answers what was said last; it is
 * withdrawn instead when the customer has turned to other dates.
 */
export async function* closingQuestion(closing: Closing): AsyncGenerator<TurnEvent, void, void> {
  const { sessions, clock, sessionId, lookedElsewhere } = closing;
  const confirmation = (await sessions.get(sessionId))?.confirmation;
  if (!confirmation || confirmation.expires_at <= nowSeconds(clock)) return;
  if (confirmation.state === "asked") {
    if (await sessions.markShown(sessionId, confirmation.id)) yield* say(confirmation);
  } else if (confirmation.state === "shown" && lookedElsewhere) {
    await sessions.answerConfirmation(sessionId, confirmation.id, false);
    yield { type: "confirmation", card: { id: confirmation.id, state: "expired" } };
  } else if (confirmation.state === "shown") {
    yield* say(confirmation);
  }
}

function* say({ id, action, summary, expires_at }: PendingConfirmation): Generator<TurnEvent> {
  yield { type: "own-words", text: confirmationText(action, summary) };
  yield { type: "confirmation", card: { id, state: "shown", action, summary, expires_at } };
}
