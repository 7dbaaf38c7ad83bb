import type { AgentNeeds } from "./plan-types.ts";

/** The write calls that a plan asks for, by the service's names, in their order; empty when nothing is to be done. */
export function plannedCalls(needs: AgentNeeds): string[] {
  const { actionGroups, collaborators, alias, tags } = needs;
  const when = (isAsked: boolean, call: string): string[] => (isAsked ? [call] : []);
  const each = (entries: readonly unknown[], call: string): string[] => entries.map(() => call);
  return [
    ...when(needs.deleteFirst !== undefined || needs.deleteAgent, "DeleteAgent"),
    ...when(needs.createAgent !== undefined, "CreateAgent"),
    ...when(needs.updateAgent !== undefined, "UpdateAgent"),
    ...each(actionGroups.delete, "DeleteAgentActionGroup"),
    ...each(actionGroups.update, "UpdateAgentActionGroup"),
    ...each(actionGroups.create, "CreateAgentActionGroup"),
    ...each(collaborators.disassociate, "DisassociateAgentCollaborator"),
    ...each(collaborators.update, "UpdateAgentCollaborator"),
    ...each(collaborators.associate, "AssociateAgentCollaborator"),
    ...when(needs.prepare, "PrepareAgent"),
    ...when(alias.action === "create", "CreateAgentAlias"),
    ...when(alias.action === "new-version" || alias.action === "point", "UpdateAgentAlias"),
    ...[tags.agent, tags.alias].flatMap(({ set, remove }) => [
      ...when(Object.keys(set).length > 0, "TagResource"),
      ...when(remove.length > 0, "UntagResource"),
    ]),
  ];
}
