import { readFileSync } from "node:fs";
import type { AgentDefinition } from "#agents/agent.ts";
import type { AgentRegistry, FrozenAgent } from "#local/bedrock/agent-registry.ts";

export const localAccount = "000000000000";
export const localRegion = "us-east-1";

/** The Lambda's ARN as the action group names it: function `{group}-{env}`, alias `live`. */
export function functionArn(group: string, environment: string): string {
  return `arn:aws:lambda:${localRegion}:${localAccount}:function:${group}-${environment}:live`;
}

/**
 * The definitions of `agents/` under fixed ids, as if an alias had frozen them: `LOCAL00001` and so on, in the order of
 * the list, each with the alias `LIVE000000`.
 */
export function localAgents(definitions: readonly AgentDefinition[], environment: string) {
  const idOf = (name: string) => {
    const index = definitions.findIndex((definition) => definition.name === name);
    if (index < 0) throw new Error(`agents/index.ts has no agent called ${name}`);
    return `LOCAL${String(index + 1).padStart(5, "0")}`;
  };
  const aliasId = "LIVE000000";
  const frozen = new Map(
    definitions.map((definition): [string, FrozenAgent] => [
      idOf(definition.name),
      {
        agentId: idOf(definition.name),
        aliasId,
        version: "1",
        name: `pf360-${definition.name}-${environment}`,
        instruction: readFileSync(definition.instruction, "utf8"),
        foundationModel: "scripted",
        collaboration: definition.collaborators.length > 0 ? "SUPERVISOR" : "DISABLED",
        idleSessionTtlSeconds: definition.idleSessionTtlSeconds,
        actionGroups: definition.actionGroups.map((name) => ({
          name,
          schema: readSchema(name),
          lambdaArn: functionArn(name, environment),
        })),
        collaborators: definition.collaborators.map(({ agent, instruction }) => ({
          name: agent,
          agentId: idOf(agent),
          aliasId,
          instruction,
          relayConversationHistory: false,
        })),
      },
    ]),
  );
  const registry: AgentRegistry = {
    resolve: (agentId, alias) => (alias === aliasId ? frozen.get(agentId) : undefined),
  };
  return { registry, supervisor: { agentId: idOf("supervisor"), aliasId } };
}

function readSchema(group: string): Record<string, unknown> {
  const file = new URL(`../../schemas/${group}.openapi.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}
