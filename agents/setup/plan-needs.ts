import {
  type AliasArnOf,
  compareActionGroup,
  compareCollaborator,
  compareSpec,
  guardrailFor,
} from "./compare-agents.ts";
import type { AgentSpec } from "./control-plane.ts";
import { tagPrefix } from "./desired-state.ts";
import type { AgentNeeds, AliasNeed, DesiredAgent, LiveAgentState, TagNeed } from "./plan-types.ts";

/** Calls nothing. */
export const noNeeds: AgentNeeds = {
  actionGroups: { create: [], update: [], delete: [] },
  collaborators: { disassociate: [], update: [], associate: [] },
  prepare: false,
  alias: { action: "none" },
  tags: { agent: { set: {}, remove: [] }, alias: { set: {}, remove: [] } },
  deleteAgent: false,
};

/** What makes an agent from nothing; its tags go with it and with its alias. */
export function needsOfNew(desired: DesiredAgent, deleteFirst: string | undefined): AgentNeeds {
  return {
    ...noNeeds,
    ...(deleteFirst !== undefined && { deleteFirst }),
    createAgent: specFor(desired, undefined),
    actionGroups: { ...noNeeds.actionGroups, create: desired.actionGroups },
    collaborators: { ...noNeeds.collaborators, associate: desired.collaborators },
    prepare: true,
    alias: { action: "create" },
  };
}

/**
 * What brings a live agent to what is desired. The draft decides what to update, the version that customers get whether
 * a new one is cut (`isLiveCurrent`). Before a new version there is always a preparation: whether the draft was prepared
 * after its last change, the service does not tell.
 */
export function needsOfLive(
  live: LiveAgentState,
  desired: DesiredAgent,
  { isLiveCurrent, aliasArnOf }: { isLiveCurrent: boolean; aliasArnOf: AliasArnOf },
): AgentNeeds {
  const draft = { ...live.agent, actionGroups: live.actionGroups, collaborators: live.collaborators };
  const isSpecChanged = compareSpec(draft, desired).length > 0 || live.agent.status === "FAILED";
  const actionGroups = actionGroupNeeds(live, desired);
  const collaborators = collaboratorNeeds(live, desired, aliasArnOf);
  const alias = aliasNeed(live, desired, isLiveCurrent);
  const isPrepared = live.agent.status === "PREPARED" || live.agent.status === "VERSIONING";
  const isDraftChanged =
    isSpecChanged || [...Object.values(actionGroups), ...Object.values(collaborators)].some(isNotEmpty);
  return {
    ...(isSpecChanged && { updateAgent: specFor(desired, live.agent) }),
    actionGroups,
    collaborators,
    prepare: isDraftChanged || !isPrepared || alias.action === "create" || alias.action === "new-version",
    alias,
    tags: {
      agent: tagNeed(live.tags, desired.spec.tags),
      // Tags of a new alias go with its creation.
      alias: live.alias ? tagNeed(live.alias.tags, desired.aliasTags) : { set: {}, remove: [] },
    },
    deleteAgent: false,
  };
}

/** The whole spec, with what stands on the live agent beside it: left out, it would be dropped. */
function specFor(desired: DesiredAgent, live: Omit<AgentSpec, "tags"> | undefined): AgentSpec {
  const guardrail = guardrailFor(desired, live);
  return {
    ...desired.spec,
    name: desired.name,
    ...(guardrail && { guardrail }),
    ...(live?.kept && { kept: live.kept }),
  };
}

function actionGroupNeeds(live: LiveAgentState, desired: DesiredAgent): AgentNeeds["actionGroups"] {
  const liveOf = (name: string) => live.actionGroups.find((group) => group.name === name);
  return {
    create: desired.actionGroups.filter(({ name }) => !liveOf(name)),
    update: desired.actionGroups.flatMap((spec) => {
      const found = liveOf(spec.name);
      if (!found || compareActionGroup(found, spec).length === 0) return [];
      return [{ actionGroupId: found.actionGroupId, spec }];
    }),
    delete: live.actionGroups
      .filter(({ name }) => !desired.actionGroups.some((group) => group.name === name))
      .map(({ actionGroupId, name }) => ({ actionGroupId, name })),
  };
}

function collaboratorNeeds(
  live: LiveAgentState,
  desired: DesiredAgent,
  aliasArnOf: AliasArnOf,
): AgentNeeds["collaborators"] {
  const liveOf = (name: string) => live.collaborators.find((collaborator) => collaborator.name === name);
  return {
    disassociate: live.collaborators
      .filter(({ name }) => !desired.collaborators.some((collaborator) => collaborator.name === name))
      .map(({ collaboratorId, name }) => ({ collaboratorId, name })),
    update: desired.collaborators.flatMap((collaborator) => {
      const found = liveOf(collaborator.name);
      if (!found || compareCollaborator(found, collaborator, aliasArnOf).length === 0) return [];
      return [{ collaboratorId: found.collaboratorId, collaborator }];
    }),
    associate: desired.collaborators.filter(({ name }) => !liveOf(name)),
  };
}

function aliasNeed({ alias }: LiveAgentState, desired: DesiredAgent, isLiveCurrent: boolean): AliasNeed {
  if (!alias) return { action: "create" };
  const { aliasId, version } = alias;
  if (!isLiveCurrent || version === undefined) return { action: "new-version", aliasId };
  const isSound = alias.status === "PREPARED" || alias.status === "UPDATING" || alias.status === "CREATING";
  if (isSound && alias.description === desired.aliasDescription) return { action: "none" };
  return { action: "point", aliasId, version };
}

/** Only keys of ours are taken away. */
function tagNeed(
  found: Readonly<Record<string, string>>,
  desired: Readonly<Record<string, string>>,
): TagNeed {
  return {
    set: Object.fromEntries(Object.entries(desired).filter(([key, value]) => found[key] !== value)),
    remove: Object.keys(found)
      .filter((key) => key.startsWith(tagPrefix) && !Object.hasOwn(desired, key))
      .sort(),
  };
}

function isNotEmpty(list: readonly unknown[]): boolean {
  return list.length > 0;
}
