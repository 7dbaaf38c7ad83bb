import type { ConfirmationCard } from "#frontend-bff/stream/chat-part.ts";
import type { ChatMessage } from "./chat-message.ts";

/** How a question of the conversation stands: only an open one can be answered. */
export type Standing = "open" | "approved" | "declined" | "expired" | "replaced";

/**
 * How each question of a conversation stands, by its id: by the customer's click, else by the latest state that the BFF
 * told. A session has one pending question, so a newer one closes the older ones.
 */
export function standings(messages: readonly ChatMessage[]): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  for (const message of messages) {
    const answer = message.metadata?.confirmation;
    if (answer && found.get(answer.id) === "open") {
      found.set(answer.id, answer.approved ? "approved" : "declined");
    }
    for (const asked of confirmationsOf(message)) {
      if (asked.state !== "shown") {
        found.set(asked.id, asked.state);
      } else if (!found.has(asked.id)) {
        for (const [id, standing] of found) if (standing === "open") found.set(id, "replaced");
        found.set(asked.id, "open");
      }
    }
  }
  return found;
}

/**
 * The message that holds each question's card: the last that asked it. The BFF asks an open question again when the
 * customer has spoken of something else, and the buttons belong under the words.
 */
export function cardPlaces(messages: readonly ChatMessage[]): ReadonlyMap<string, string> {
  return new Map(
    messages.flatMap((message) =>
      confirmationsOf(message)
        .filter(({ state }) => state === "shown")
        .map(({ id }): [string, string] => [id, message.id]),
    ),
  );
}

function confirmationsOf(message: ChatMessage): ConfirmationCard[] {
  return message.parts.flatMap((part) => (part.type === "data-confirmation" ? [part.data] : []));
}
