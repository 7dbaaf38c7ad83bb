import type { FrozenAgent } from "./agent-registry.ts";
import type { AgentRuntime, Caller, RuntimeEvent } from "./agent-run.ts";
import type { AgentSession } from "./agent-sessions.ts";
import type { InvokeAgentRequest } from "./invoke-agent-request.ts";
import { matchResults } from "./return-control.ts";
import { BedrockServiceError } from "./service-error.ts";

/** A turn that waits for the answer to its returnControl. */
interface SuspendedTurn {
  control: Extract<RuntimeEvent, { type: "return-control" }>;
  caller: Caller;
  /** Goes on where it stopped once it is asked for the next event. */
  events: AsyncGenerator<RuntimeEvent, string>;
}

export interface Turns {
  /**
   * Begins a turn or, when the request answers a returnControl, goes on with the suspended one. The session is taken at
   * once and given back when the events end, however they end. After a `return-control` they end, and the turn waits as
   * long as its session lives; a new turn drops it.
   * @throws BedrockServiceError conflictException while another turn is under way, validationException for results that
   * nobody waits for or that do not answer what was asked
   */
  take(agent: FrozenAgent, request: InvokeAgentRequest, signal: AbortSignal): AsyncGenerator<RuntimeEvent>;
}

export function createTurns(runtime: AgentRuntime): Turns {
  const suspended = new WeakMap<AgentSession, SuspendedTurn>();

  function begin(agent: FrozenAgent, session: AgentSession, request: InvokeAgentRequest, caller: Caller) {
    // Left where it is, it would never run its `finally` blocks.
    void suspended.get(session)?.events.return("");
    suspended.delete(session);
    const events = runtime.runAgent({
      agent,
      session,
      inputText: request.inputText,
      history: request.conversationHistory,
      callerChain: [runtime.aliasArn(agent)],
      collaboratorName: undefined,
      promptAttributes: request.promptSessionAttributes,
      speaks: true,
      caller,
    });
    return { events, caller };
  }

  function resume(
    session: AgentSession,
    { invocationId, results }: NonNullable<InvokeAgentRequest["returned"]>,
    { signal, streams }: Caller,
  ) {
    const turn = suspended.get(session);
    if (!turn || turn.control.invocationId !== invocationId) {
      throw invalid("No invocation of this session waits for results under this invocationId.");
    }
    const { payload } = turn.control;
    const isBehind = payload.invocationInputs?.some((one) => one.apiInvocationInput?.collaboratorName);
    if (isBehind && runtime.switches.returnControlBehindSupervisor === "refused") {
      throw invalid("The results of a collaborator's invocation are not taken by its supervisor.");
    }
    // The turn's runs hold this very object.
    Object.assign(turn.caller, { signal, streams, results: matchResults(payload, results) });
    suspended.delete(session);
    return turn;
  }

  async function* stretch(
    session: AgentSession,
    { events, caller }: Pick<SuspendedTurn, "events" | "caller">,
  ): AsyncGenerator<RuntimeEvent> {
    let isWaiting = false;
    try {
      for (;;) {
        const { done, value } = await events.next();
        if (done) return;
        if (value.type === "return-control") {
          // Before the caller learns of it: the answer may come at once.
          suspended.set(session, { control: value, caller, events });
          session.busy = false;
          isWaiting = true;
          yield value;
          return;
        }
        yield value;
      }
    } finally {
      if (!isWaiting) {
        await events.return("");
        session.busy = false;
      }
    }
  }

  return {
    take(agent, request, signal) {
      const session = runtime.sessions.open(agent, request.sessionId);
      if (session.busy) {
        throw new BedrockServiceError("conflictException", "Another turn of this session is under way.");
      }
      const caller: Caller = { signal, streams: request.streamFinalResponse, results: [] };
      const turn = request.returned
        ? resume(session, request.returned, caller)
        : begin(agent, session, request, caller);
      session.busy = true;
      session.attributes = request.sessionAttributes ?? session.attributes;
      return stretch(session, turn);
    },
  };
}

function invalid(message: string): BedrockServiceError {
  return new BedrockServiceError("validationException", message);
}
