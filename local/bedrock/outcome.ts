import type { ModelMessage } from "#local/model/model.ts";
import type { RuntimeEvent } from "./agent-run.ts";
import type { Tracer } from "./traces.ts";

/** How an agent's work on one message came out. */
export interface Outcome {
  /** The answer; empty when the model said nothing. */
  text: string;
  /** The caller has heard it already. */
  isOut: boolean;
  /** The turn from the question to the answer, for the session to remember. */
  messages: readonly ModelMessage[];
}

export const apology = "Sorry, I am unable to assist you with this request.";

export function questionOf(text: string): ModelMessage {
  return { role: "user", content: [{ text }] };
}

/** Ends with the service's apology, a failureTrace before it: an ordinary answer, not an exception. */
export function* giveUp(
  tracer: Tracer,
  inputText: string,
  traceId: string,
  reason: string,
): Generator<RuntimeEvent, Outcome> {
  yield tracer.failure(traceId, reason);
  return apologyTo(inputText);
}

/** The apology as an answer. */
export function apologyTo(inputText: string): Outcome {
  const messages = [questionOf(inputText), { role: "assistant" as const, content: [{ text: apology }] }];
  return { text: apology, isOut: false, messages };
}
