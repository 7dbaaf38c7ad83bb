import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { AgentDefinition } from "#agents/agent.ts";
import type { ActionGroupName } from "#layer/domain/action-names.ts";
import { ConfigError } from "#layer/errors.ts";
import { canonicalJson, canonicalSchema } from "./canonical-json.ts";
import type { ActionGroupSpec } from "./control-plane.ts";
import type { DesiredAgent, DesiredCollaborator, DesiredRelease } from "./plan-types.ts";
import type { AgentSettings } from "./settings.ts";

/** An action group as `schemas/` describes it. */
export interface DescribedActionGroup {
  name: ActionGroupName;
  description: string;
  /** The OpenAPI document; `x-requireConfirmation` already in it where the settings ask for it. */
  document: object;
}

export interface DesiredSource {
  definitions: readonly AgentDefinition[];
  actionGroups: readonly DescribedActionGroup[];
  settings: AgentSettings;
  /** Reads an instruction file; the file system when not given. */
  readInstruction?: (file: URL) => Promise<string>;
}

/** Tags of ours begin so; others on the same agents belong to someone else and stay. */
export const tagPrefix = "pf360:";
export const ownerTag = { key: `${tagPrefix}managed-by`, value: "setup-agents" } as const;

/** `pf360-{definition}-{env}`. */
export function agentName(definitionName: string, environment: string): string {
  return `pf360-${definitionName}-${environment}`;
}

/** Tells in the console, and to later runs, which definition a version came from. */
export function aliasDescriptionOf(specHash: string): string {
  return `setup-agents: spec ${specHash}`;
}

/** The other way round; undefined for what someone else wrote. */
export function specHashIn(aliasDescription: string | undefined): string | undefined {
  return /^setup-agents: spec ([0-9a-f]{16})$/.exec(aliasDescription ?? "")?.[1];
}

/**
 * The release that the repository describes, specialists before those who call them, else in the order of the list.
 * @throws ConfigError for a definition that names an unknown group or agent, itself, or goes round in a circle
 */
export async function makeDesiredRelease(source: DesiredSource): Promise<DesiredRelease> {
  const read = source.readInstruction ?? ((file: URL) => readFile(file, "utf8"));
  const agents = await Promise.all(
    calledFirst(source.definitions).map(async (definition) =>
      toDesired(definition, withUnixLines(await read(definition.instruction)), source),
    ),
  );
  return { environment: source.settings.environment, agents };
}

function toDesired(definition: AgentDefinition, instruction: string, source: DesiredSource): DesiredAgent {
  const { settings } = source;
  const { environment, guardrail } = settings;
  const isSupervisor = definition.collaborators.length > 0;
  const spec = {
    description: definition.description,
    instruction,
    foundationModel: settings.foundationModel,
    roleArn: isSupervisor ? settings.roleArns.supervisor : settings.roleArns.specialist,
    idleSessionTtlSeconds: Math.max(definition.idleSessionTtlSeconds, settings.idleSessionTtlSeconds),
    collaboration: isSupervisor ? settings.collaboration : ("DISABLED" as const),
  };
  const actionGroups = definition.actionGroups.map((name) => toActionGroup(name, definition, source));
  const collaborators: DesiredCollaborator[] = definition.collaborators.map(({ agent, instruction }) => ({
    name: agent,
    agentName: agentName(agent, environment),
    instruction,
    relayConversationHistory: false,
  }));
  const hash = specHash({ spec, guardrail, actionGroups, collaborators });
  const tags = {
    [ownerTag.key]: ownerTag.value,
    [`${tagPrefix}environment`]: environment,
    [`${tagPrefix}agent`]: definition.name,
  };
  return {
    name: agentName(definition.name, environment),
    definitionName: definition.name,
    spec: { ...spec, tags },
    ...(guardrail && { guardrail }),
    actionGroups,
    collaborators,
    aliasTags: tags,
    specHash: hash,
    aliasDescription: aliasDescriptionOf(hash),
  };
}

function toActionGroup(
  name: ActionGroupName,
  definition: AgentDefinition,
  { actionGroups, settings }: DesiredSource,
): ActionGroupSpec {
  const group = actionGroups.find((group) => group.name === name);
  if (!group)
    throw new ConfigError(`The agent ${definition.name} names ${name}, which schemas/ does not describe.`);
  return {
    name,
    description: group.description,
    lambdaArn: settings.actionGroupArns[name],
    schema: JSON.stringify(group.document),
  };
}

function specHash(content: {
  spec: object;
  guardrail: DesiredAgent["guardrail"];
  actionGroups: readonly ActionGroupSpec[];
  collaborators: readonly DesiredCollaborator[];
}): string {
  const text = canonicalJson({
    ...content,
    actionGroups: content.actionGroups.map((group) => ({ ...group, schema: canonicalSchema(group.schema) })),
  });
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** A checkout with other line ends is no other instruction, nor is the file's last line end a part of it. */
function withUnixLines(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}

function calledFirst(definitions: readonly AgentDefinition[]): AgentDefinition[] {
  const ordered = new Set<AgentDefinition>();
  const visit = (definition: AgentDefinition, callers: readonly string[]): void => {
    if (callers.includes(definition.name)) {
      throw new ConfigError(
        `Agents call each other in a circle: ${[...callers, definition.name].join(" → ")}.`,
      );
    }
    for (const { agent } of definition.collaborators) {
      const called = definitions.find(({ name }) => name === agent);
      if (!called)
        throw new ConfigError(`The agent ${definition.name} calls ${agent}, which is not defined.`);
      visit(called, [...callers, definition.name]);
    }
    ordered.add(definition);
  };
  for (const definition of definitions) visit(definition, []);
  return [...ordered];
}
