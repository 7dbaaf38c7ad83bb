import * as z from "zod";
import { RefusalError } from "../refusal.ts";

const longestMessage = 4_000;

/** A click beside a message. */
export const confirmationClick = z.strictObject({ id: z.string().min(1).max(64), approved: z.boolean() });

export const messageId = z.string().min(1).max(128);

/**
 * The customer's words, trimmed and well-formed.
 * @throws RefusalError `invalid_request` when there are none, `message_too_long` above 4,000 characters
 */
export function customerText(written: string): string {
  const text = written.toWellFormed().trim();
  if (text === "") throw new RefusalError("invalid_request");
  if (text.length > longestMessage) throw new RefusalError("message_too_long");
  return text;
}
