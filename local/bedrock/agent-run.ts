import type { TracePart } from "@aws-sdk/client-bedrock-agent-runtime";
import type { Clock } from "#layer/clock.ts";
import type { LocalFunctions } from "#local/lambda/functions.ts";
import type { Model } from "#local/model/model.ts";
import type { AgentRegistry, FrozenAgent } from "./agent-registry.ts";
import type { AgentSession, AgentSessions } from "./agent-sessions.ts";
import type { Attributes } from "./lambda-event.ts";

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
}

/** One agent working on one message: the supervisor on the customer's, a collaborator on the supervisor's. */
export interface AgentRun {
  agent: FrozenAgent;
  session: AgentSession;
  inputText: string;
  /** Alias ARNs, the supervisor's first, this agent's last. */
  callerChain: readonly string[];
  /** Undefined for the agent that was invoked. */
  collaboratorName: string | undefined;
  /** Live for this turn; what a Lambda returns takes their place. Collaborators start without any. */
  promptAttributes: Attributes;
  /** Where the answer's text goes: at once as the model writes it, as one piece at the end, or only to the caller. */
  text: "streamed" | "whole" | "returned";
  signal: AbortSignal;
}

/** What a run tells while it goes on. */
export type RuntimeEvent = { type: "text"; text: string } | { type: "trace"; part: TracePart };
