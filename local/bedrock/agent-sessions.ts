import type { Clock } from "#layer/clock.ts";
import type { ModelMessage } from "#local/model/model.ts";
import type { FrozenAgent } from "./agent-registry.ts";
import type { Attributes } from "./lambda-event.ts";

/** What an agent remembers of one session id under one alias. */
export interface AgentSession {
  readonly sessionId: string;
  /** Whole turns only: a turn that failed or was cut leaves no trace here. */
  messages: readonly ModelMessage[];
  attributes: Attributes;
  /** The service-made session id of each collaborator, by its name. */
  readonly collaborators: Map<string, { agentId: string; aliasId: string; sessionId: string }>;
  /** The collaborator that answered last. */
  lastCollaborator: string | undefined;
  /** A turn is under way. */
  busy: boolean;
  expiresAtMs: number;
}

export interface AgentSessions {
  /** The live session, or a fresh one under the same id when there is none or it has been idle too long. */
  open(agent: FrozenAgent, sessionId: string): AgentSession;
  /** Forgets a session and those of its collaborators. */
  end(agent: Pick<FrozenAgent, "agentId" | "aliasId">, sessionId: string): void;
}

/** Sessions by (agent, alias, session id), in memory; opening one starts its idle time anew. */
export function createAgentSessions(clock: Clock): AgentSessions {
  const sessions = new Map<string, AgentSession>();
  const keyOf = ({ agentId, aliasId }: Pick<FrozenAgent, "agentId" | "aliasId">, sessionId: string) =>
    `${agentId}/${aliasId}/${sessionId}`;

  function dropExpired(): void {
    for (const [key, { busy, expiresAtMs }] of sessions) {
      if (!busy && expiresAtMs <= clock.nowMs()) sessions.delete(key);
    }
  }

  return {
    open(agent, sessionId) {
      dropExpired();
      const key = keyOf(agent, sessionId);
      const session = sessions.get(key) ?? {
        sessionId,
        messages: [],
        attributes: {},
        collaborators: new Map(),
        lastCollaborator: undefined,
        busy: false,
        expiresAtMs: 0,
      };
      session.expiresAtMs = clock.nowMs() + agent.idleSessionTtlSeconds * 1000;
      sessions.set(key, session);
      return session;
    },
    end(agent, sessionId) {
      const key = keyOf(agent, sessionId);
      const session = sessions.get(key);
      sessions.delete(key);
      for (const collaborator of session?.collaborators.values() ?? []) {
        this.end(collaborator, collaborator.sessionId);
      }
    },
  };
}
