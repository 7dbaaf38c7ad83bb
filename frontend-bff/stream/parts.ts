import { StoreDownError } from "#layer/errors.ts";
import { type ChatPart, type ErrorText, namedPhases, type StatusPhase } from "./chat-part.ts";
import type { TurnEvent } from "./turn-event.ts";

type Failure = Pick<ErrorText, "code" | "retryable">;

/**
 * A turn's events as the parts of one message: `start` with the run's id first, `finish` last and once, every text begun
 * and ended, nothing after a failure. Never throws: what breaks in the events becomes an `error` part with code `bug`, or
 * `upstream_down` where it was our tables, and goes to `onError`.
 */
export async function* partsOf(
  events: AsyncIterable<TurnEvent>,
  ids: { runId: string; requestId: string },
  onError: (error: unknown) => void = () => {},
): AsyncGenerator<ChatPart, void, void> {
  const writer = createPartWriter();
  let failure: Failure | undefined;
  yield { type: "start", messageId: ids.runId };
  yield { type: "start-step" };
  yield* writer.phase("thinking");
  try {
    for await (const event of events) {
      if (event.type === "failed") {
        failure = { code: event.code, retryable: event.retryable };
        break;
      }
      yield* writer.write(event);
    }
  } catch (error) {
    const isPassing = error instanceof StoreDownError;
    failure = { code: isPassing ? "upstream_down" : "bug", retryable: isPassing };
    onError(error);
  }
  yield* writer.endText();
  if (failure) yield { type: "error", errorText: errorText({ ...failure, request_id: ids.requestId }) };
  yield { type: "finish-step" };
  yield { type: "finish", finishReason: failure ? "error" : "stop" };
}

function errorText(error: ErrorText): string {
  return JSON.stringify(error);
}

/** Remembers which text is open and which phase was told last. */
function createPartWriter() {
  let texts = 0;
  let openText: string | undefined;
  let toldPhase: StatusPhase | undefined;

  function* phase(next: StatusPhase): Generator<ChatPart> {
    if (next === toldPhase) return;
    toldPhase = next;
    yield { type: "data-status", data: { phase: next }, transient: true };
  }

  function* addText(delta: string): Generator<ChatPart> {
    if (delta === "") return;
    if (openText === undefined) {
      yield* phase("writing");
      texts += 1;
      openText = `t${texts}`;
      yield { type: "text-start", id: openText };
    }
    yield { type: "text-delta", id: openText, delta };
  }

  function* endText(): Generator<ChatPart> {
    if (openText === undefined) return;
    yield { type: "text-end", id: openText };
    openText = undefined;
  }

  function* write(event: Exclude<TurnEvent, { type: "failed" }>): Generator<ChatPart> {
    switch (event.type) {
      case "text-delta":
        yield* addText(event.text);
        break;
      case "own-words":
        yield* endText();
        yield* addText(event.text);
        yield* endText();
        break;
      case "action-started":
        yield* phase(phaseOf(event.action));
        break;
      case "action-ended":
        yield* phase("thinking");
        break;
      case "confirmation":
        yield { type: "data-confirmation", id: event.card.id, data: event.card };
        break;
      case "usage":
      case "completed":
        break;
    }
  }

  return { phase, write, endText };
}

function phaseOf(action: string): StatusPhase {
  return namedPhases.find((name) => name === action) ?? "looking_up";
}
