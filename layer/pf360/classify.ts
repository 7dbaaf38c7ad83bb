import type { ExchangeAnswer } from "./exchange.ts";
import { Pf360Error, type Pf360ErrorCode } from "./pf360-client.ts";
import { hasOffer } from "./wire/availability.ts";
import { type Envelope, fieldsOf, readEnvelope } from "./wire/envelope.ts";
import { opensDone, readRefusal, saysBroken, saysDone, saysStepRepeated } from "./wire/words.ts";

/** What a call is for: the same words mean different things in an answer about dates and in one about a booking. */
type ReadOperation = "list" | "availability";
type WriteOperation = "schedule" | "cancel" | "add_note";
export type Operation = ReadOperation | WriteOperation;

/**
 * The content of PF360's answer. A write counts as done only when the answer says so; silence and garbage are
 * `unknown_outcome`. HTTP 200 alone is not success.
 *
 * @throws Pf360Error what the answer stands for, with the status, never the body
 */
export function requireSuccess({ status, body }: ExchangeAnswer, operation: Operation): Envelope {
  const envelope = readEnvelope(body);
  const isSuccess = status >= 200 && status < 300;
  if (!isSuccess) throw new Pf360Error(codeOfStatus(status, envelope?.words ?? "", operation), { status });
  if (!envelope) throw new Pf360Error(fateUnknown(operation), { status });
  const code = isRead(operation) ? codeOfRead(envelope, operation) : codeOfWrite(envelope, operation);
  if (code !== undefined) throw new Pf360Error(code, { status });
  return envelope;
}

function codeOfStatus(status: number, words: string, operation: Operation): Pf360ErrorCode {
  switch (status) {
    case 401:
    case 403:
      return "reauth_required";
    case 404:
    case 410:
      return "not_found";
    case 408:
      return fateUnknown(operation);
    case 409:
      if (operation === "schedule")
        return readRefusal(words) === "already_scheduled" ? "already_scheduled" : "slot_taken";
      return "bad_state";
    case 429:
      return "busy";
  }
  // A redirect is not followed, and whoever sent it may have acted first.
  if (status < 400 || status >= 500) return fateUnknown(operation);
  return codeOfRefusal(words, operation) ?? "bad_state";
}

function codeOfRead(envelope: Envelope, operation: ReadOperation): Pf360ErrorCode | undefined {
  const { words, saysFailed } = envelope;
  if (operation === "list") {
    if (!saysFailed) return undefined;
    return readRefusal(words) === "not_found" ? "not_found" : "down";
  }
  // Some tenants' categories always fail like this: a matter for the office, not for another try.
  if (saysFailed) return readRefusal(words) ?? (saysBroken(words) ? "down" : "bad_state");
  return hasOffer(envelope) ? undefined : readRefusal(words);
}

function codeOfWrite(envelope: Envelope, operation: WriteOperation): Pf360ErrorCode | undefined {
  const { words, saysFailed } = envelope;
  const refusal = codeOfRefusal(words, operation);
  if (saysFailed) {
    if (saysBroken(words)) return "unknown_outcome";
    return refusal ?? "bad_state";
  }
  const isClaimed = claimsDone(envelope, operation);
  if (refusal !== undefined) return isClaimed || opensDone(words, operation) ? "unknown_outcome" : refusal;
  return isClaimed || saysDone(words, operation) ? undefined : "unknown_outcome";
}

function codeOfRefusal(words: string, operation: Operation): Pf360ErrorCode | undefined {
  const refusal = readRefusal(words);
  return operation === "schedule" && refusal === "bad_state" && saysStepRepeated(words)
    ? "already_scheduled"
    : refusal;
}

/** `data` is `true` or holds something; a cancel may answer the dates for a new appointment without an envelope. */
function claimsDone(envelope: Envelope, operation: WriteOperation): boolean {
  const { data, isWrapped } = envelope;
  if (data === true) return isWrapped;
  const { message: _words, ...content } = fieldsOf(envelope);
  if (isWrapped) return Object.keys(content).length > 0;
  return operation === "cancel" && ["dates", "slots"].some((name) => Array.isArray(content[name]));
}

function isRead(operation: Operation): operation is ReadOperation {
  return operation === "list" || operation === "availability";
}

/** A read that cannot be understood has failed; a write that cannot be may have been carried out. */
function fateUnknown(operation: Operation): Pf360ErrorCode {
  return isRead(operation) ? "down" : "unknown_outcome";
}
