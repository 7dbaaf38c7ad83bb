import { type Envelope, fieldsOf } from "./envelope.ts";
import { readText } from "./fields.ts";
import { saysReview } from "./words.ts";

/**
 * A booking that went through, or a request that the office must still agree to. The number is PF360's own, mostly
 * absent, and never invented.
 */
export function readBooking(envelope: Envelope): {
  state: "booked" | "pending_review";
  confirmationNumber?: string;
} {
  const { confirmation_number, confirmationNumber } = fieldsOf(envelope);
  const number = readText(confirmation_number) ?? readText(confirmationNumber);
  return {
    state: saysReview(envelope.words) ? "pending_review" : "booked",
    ...(number && /^[A-Za-z0-9-]{1,40}$/.test(number) && { confirmationNumber: number }),
  };
}
