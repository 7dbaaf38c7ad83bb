import type { ChatPart, ConfirmationCard, ErrorText } from "./chat-part.ts";

/** All parts of a turn, for clients that cannot read a stream. */
export async function drainParts(parts: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
  return Array.fromAsync(parts);
}

/** A turn as one answer. */
export interface WholeAnswer {
  /** The texts in order, an empty line between them. */
  text: string;
  /** The card told last. */
  confirmation: ConfirmationCard | undefined;
  error: ErrorText | undefined;
}

export function wholeAnswerOf(parts: readonly ChatPart[]): WholeAnswer {
  const texts = new Map<string, string>();
  let confirmation: ConfirmationCard | undefined;
  let error: ErrorText | undefined;
  for (const part of parts) {
    if (part.type === "text-delta") texts.set(part.id, (texts.get(part.id) ?? "") + part.delta);
    if (part.type === "data-confirmation") confirmation = part.data;
    if (part.type === "error") error = JSON.parse(part.errorText) as ErrorText;
  }
  return { text: [...texts.values()].join("\n\n"), confirmation, error };
}
