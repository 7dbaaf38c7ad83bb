import type { ActionGroupName } from "#layer/domain/action-names.ts";

export interface Collaborator {
  /** The definition's `name`. */
  agent: string;
  /** When to hand over to it: the supervisor's model reads this. */
  instruction: string;
}

/** One Bedrock agent as data: no ids, no ARNs, no environment. */
export interface AgentDefinition {
  /** Short noun; the agent is called `pf360-{name}-{env}`. */
  name: string;
  description: string;
  /** The prose file `agents/instructions/{name}.md`. */
  instruction: URL;
  actionGroups: readonly ActionGroupName[];
  /** Empty for a specialist; a supervisor has at least one. */
  collaborators: readonly Collaborator[];
  /** Seconds; no shorter than the session's idle life, so that the agent forgets no sooner. */
  idleSessionTtlSeconds: number;
}

/** Declares an agent; its instruction file carries its name. */
export function defineAgent(
  agent: Omit<AgentDefinition, "instruction" | "idleSessionTtlSeconds" | "actionGroups" | "collaborators"> &
    Partial<Pick<AgentDefinition, "actionGroups" | "collaborators">>,
): AgentDefinition {
  return {
    actionGroups: [],
    collaborators: [],
    idleSessionTtlSeconds: 1800,
    instruction: new URL(`./instructions/${agent.name}.md`, import.meta.url),
    ...agent,
  };
}
