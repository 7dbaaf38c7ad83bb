import type { ReturnControlPayload, TracePart } from "@aws-sdk/client-bedrock-agent-runtime";
import type { Clock } from "#layer/clock.ts";
import type { LocalFunctions } from "#local/lambda/functions.ts";
import type { Model, ModelMessage } from "#local/model/model.ts";
import type { AgentRegistry, FrozenAgent } from "./agent-registry.ts";
import type { AgentSession, AgentSessions } from "./agent-sessions.ts";
import type { Attributes } from "./lambda-event.ts";
import type { ControlResult } from "./return-control.ts";
import type { RuntimeSwitches } from "./runtime-switches.ts";

/** What every run stands on. */
export interface AgentRuntime {
  registry: AgentRegistry;
  sessions: AgentSessions;
  model: Model;
  functions: LocalFunctions;
  clock: Clock;
  /** A fresh UUID. */
  newId: () => string;
  /** The alias's ARN, for caller chains. */
  aliasArn: (agent: Pick<FrozenAgent, "agentId" | "aliasId">) => string;
  /** Whether the function's resource policy lets this agent invoke it. */
  mayInvoke: (agent: Pick<FrozenAgent, "agentId">, functionArn: string) => boolean;
  switches: RuntimeSwitches;
  /** `run-agent.ts`; here because agents call agents. */
  runAgent: (run: AgentRun) => AsyncGenerator<RuntimeEvent, string>;
}

/**
 * Who is listening to a turn. All runs of a turn share it; when a suspended turn goes on, the new caller takes the old
 * one's place.
 */
export interface Caller {
  signal: AbortSignal;
  /** Wants the answer as it is written. */
  streams: boolean;
  /** Answers to the returnControl that the turn was suspended for, in the order of its inputs. */
  results: readonly ControlResult[];
}

/** One agent working on one message: the supervisor on the customer's, a collaborator on the supervisor's. */
export interface AgentRun {
  agent: FrozenAgent;
  session: AgentSession;
  inputText: string;
  /** Goes before the session's own messages, in this run only. */
  history: readonly ModelMessage[];
  /** Alias ARNs, the supervisor's first, this agent's last. */
  callerChain: readonly string[];
  /** Undefined for the agent that was invoked. */
  collaboratorName: string | undefined;
  /** Live for this turn; what a Lambda returns takes their place. Collaborators start without any. */
  promptAttributes: Attributes;
  /** Its answer goes to the caller, not only to the agent that asked. */
  speaks: boolean;
  caller: Caller;
}

/** What a run tells while it goes on. After a `return-control` it waits until `caller.results` hold the answers. */
export type RuntimeEvent =
  | { type: "text"; text: string }
  | { type: "trace"; part: TracePart }
  | { type: "return-control"; invocationId: string; payload: ReturnControlPayload };
