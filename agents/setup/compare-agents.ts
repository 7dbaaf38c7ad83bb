import { compareSchemas, listOperations } from "./compare-schemas.ts";
import type { ActionGroupSpec, AgentSpec, LiveActionGroup, LiveCollaborator } from "./control-plane.ts";
import type { ChangeBody, DesiredAgent, DesiredCollaborator, SpecField } from "./plan-types.ts";
import { diffText } from "./text-diff.ts";

/** A draft or a frozen version of an agent. */
export interface AgentContent extends Omit<AgentSpec, "tags"> {
  actionGroups: readonly LiveActionGroup[];
  collaborators: readonly LiveCollaborator[];
}

/** The ARN of the `live` alias of an agent, by the agent's name; undefined while it has none that stays. */
export type AliasArnOf = (agentName: string) => string | undefined;

/**
 * All that differs between what is there (nothing, for a new agent) and what is to be, without tags and aliases: the
 * spec's fields, the instruction, action groups, collaborators. Empty when they mean the same.
 */
export function compareAgent(
  found: AgentContent | undefined,
  desired: DesiredAgent,
  aliasArnOf: AliasArnOf,
): ChangeBody[] {
  return [
    ...compareSpec(found, desired),
    ...compareActionGroups(found?.actionGroups ?? [], desired.actionGroups),
    ...compareCollaborators(found?.collaborators ?? [], desired.collaborators, aliasArnOf),
  ];
}

/** Fields and instruction: what UpdateAgent changes. */
export function compareSpec(found: AgentContent | undefined, desired: DesiredAgent): ChangeBody[] {
  const { spec } = desired;
  const lines = diffText(found?.instruction ?? "", spec.instruction);
  return [
    ...field("description", found?.description, spec.description),
    ...field("foundation-model", found?.foundationModel, spec.foundationModel),
    ...field("role", found?.roleArn, spec.roleArn),
    ...field("idle-session-ttl-seconds", found?.idleSessionTtlSeconds, spec.idleSessionTtlSeconds),
    ...field("collaboration", found?.collaboration, spec.collaboration),
    ...field("guardrail", guardrailText(found?.guardrail), guardrailText(guardrailFor(desired, found))),
    ...(lines.length > 0 ? [{ kind: "instruction" as const, lines }] : []),
  ];
}

/** What the settings say, else what is there. */
export function guardrailFor(
  { guardrail }: DesiredAgent,
  found: Pick<AgentSpec, "guardrail"> | undefined,
): AgentSpec["guardrail"] {
  return guardrail === "none" ? undefined : (guardrail ?? found?.guardrail);
}

function guardrailText(guardrail: AgentSpec["guardrail"]): string | undefined {
  return guardrail && `${guardrail.id} version ${guardrail.version}`;
}

function field(
  name: SpecField,
  from: string | number | undefined,
  to: string | number | undefined,
): ChangeBody[] {
  if (from === to) return [];
  return [
    {
      kind: "field",
      field: name,
      ...(from !== undefined && from !== "" && { from: String(from) }),
      ...(to !== undefined && to !== "" && { to: String(to) }),
    },
  ];
}

function compareActionGroups(
  found: readonly LiveActionGroup[],
  desired: readonly ActionGroupSpec[],
): ChangeBody[] {
  const removed = found.filter(({ name }) => !desired.some((group) => group.name === name));
  return [
    ...removed.flatMap(({ name, schema }): ChangeBody[] => [
      { kind: "action-group", change: "removed", group: name },
      ...listOperations("removed", name, schema),
    ]),
    ...desired.flatMap((group): ChangeBody[] => {
      const live = found.find(({ name }) => name === group.name);
      if (live) return compareActionGroup(live, group);
      return [
        { kind: "action-group", change: "added", group: group.name },
        ...listOperations("added", group.name, group.schema),
      ];
    }),
  ];
}

/** Of two groups of one name. */
export function compareActionGroup(found: LiveActionGroup, desired: ActionGroupSpec): ChangeBody[] {
  const group = desired.name;
  const change = (field: "description" | "lambda" | "state", from: string, to: string): ChangeBody[] =>
    from === to ? [] : [{ kind: "action-group-field", group, field, from, to }];
  return [
    ...change("description", found.description, desired.description),
    ...change("lambda", found.lambdaArn, desired.lambdaArn),
    ...change("state", found.enabled ? "ENABLED" : "DISABLED", "ENABLED"),
    ...compareSchemas(group, found.schema, desired.schema),
  ];
}

function compareCollaborators(
  found: readonly LiveCollaborator[],
  desired: readonly DesiredCollaborator[],
  aliasArnOf: AliasArnOf,
): ChangeBody[] {
  const removed = found.filter(({ name }) => !desired.some((collaborator) => collaborator.name === name));
  return [
    ...removed.map(
      ({ name }): ChangeBody => ({
        kind: "collaborator",
        change: "removed",
        collaborator: name,
      }),
    ),
    ...desired.flatMap((collaborator): ChangeBody[] => {
      const live = found.find(({ name }) => name === collaborator.name);
      if (live) return compareCollaborator(live, collaborator, aliasArnOf);
      return [{ kind: "collaborator", change: "added", collaborator: collaborator.name }];
    }),
  ];
}

/** Of two collaborators of one name. */
export function compareCollaborator(
  found: LiveCollaborator,
  desired: DesiredCollaborator,
  aliasArnOf: AliasArnOf,
): ChangeBody[] {
  const collaborator = desired.name;
  const target = aliasArnOf(desired.agentName) ?? `the new alias of ${desired.agentName}`;
  const change = (field: "target" | "relay", from: string, to: string): ChangeBody[] =>
    from === to ? [] : [{ kind: "collaborator-field", collaborator, field, from, to }];
  const relayText = (isRelayed: boolean) => (isRelayed ? "TO_COLLABORATOR" : "DISABLED");
  const lines = diffText(found.instruction, desired.instruction);
  return [
    ...change("target", found.aliasArn, target),
    ...change(
      "relay",
      relayText(found.relayConversationHistory),
      relayText(desired.relayConversationHistory),
    ),
    ...(lines.length > 0 ? [{ kind: "collaborator-instruction" as const, collaborator, lines }] : []),
  ];
}
