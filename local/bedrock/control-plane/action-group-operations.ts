import * as z from "zod";
import { checkSettled } from "./agent-operations.ts";
import { checkSchema } from "./check-schema.ts";
import { onceForToken } from "./client-tokens.ts";
import { defineOperation } from "./control-operation.ts";
import {
  actionGroupConfig,
  anyVersion,
  clientToken,
  draftVersion,
  page,
  resourceId,
  skipResourceInUseCheck,
} from "./members.ts";
import { pageOf } from "./page.ts";
import { agentOf, ownValue, snapshotOf } from "./plane.ts";
import { checkActionGroups } from "./quotas.ts";
import { conflict, notFound } from "./refusals.ts";
import { actionGroupShown, actionGroupSummary } from "./shown.ts";
import type { ActionGroupRecord, AgentRecord } from "./state.ts";

const collection = "/agents/{agentId}/agentversions/{agentVersion}/actiongroups/";
const one = `${collection}{actionGroupId}/`;
const inDraft = { agentId: resourceId, agentVersion: draftVersion };
const inAny = { agentId: resourceId, agentVersion: anyVersion };

const createActionGroup = defineOperation({
  name: "CreateAgentActionGroup",
  method: "PUT",
  template: collection,
  status: 200,
  input: actionGroupConfig.extend({ ...inDraft, clientToken }),
  run: ({ agentId, agentVersion, clientToken: token, ...config }, plane) =>
    onceForToken(plane, { operation: "CreateAgentActionGroup", place: agentId, token }, () => {
      const agent = agentOf(plane, agentId);
      checkSettled(agent, "Create");
      const actionGroupId = plane.newId();
      const group = { actionGroupId, config, createdAt: plane.now, updatedAt: plane.now };
      putIn(agent, group);
      return {
        agentId,
        partId: actionGroupId,
        reply: { agentActionGroup: actionGroupShown(agentId, agentVersion, group) },
      };
    }),
});

const updateActionGroup = defineOperation({
  name: "UpdateAgentActionGroup",
  method: "PUT",
  template: one,
  status: 200,
  input: actionGroupConfig.extend({ ...inDraft, actionGroupId: resourceId }),
  run({ agentId, agentVersion, actionGroupId, ...config }, plane) {
    const agent = agentOf(plane, agentId);
    const { createdAt } = groupIn(agent.draft.actionGroups, actionGroupId);
    checkSettled(agent, "Update");
    const group = { actionGroupId, config, createdAt, updatedAt: plane.now };
    putIn(agent, group);
    return { agentActionGroup: actionGroupShown(agentId, agentVersion, group) };
  },
});

const getActionGroup = defineOperation({
  name: "GetAgentActionGroup",
  method: "GET",
  template: one,
  status: 200,
  input: z.object({ ...inAny, actionGroupId: resourceId }),
  run({ agentId, agentVersion, actionGroupId }, plane) {
    const { actionGroups } = snapshotOf(agentOf(plane, agentId), agentVersion);
    const group = groupIn(actionGroups, actionGroupId);
    return { agentActionGroup: actionGroupShown(agentId, agentVersion, group) };
  },
});

const listActionGroups = defineOperation({
  name: "ListAgentActionGroups",
  method: "POST",
  template: collection,
  status: 200,
  input: z.object({ ...inAny, ...page }),
  run({ agentId, agentVersion, ...asked }, plane) {
    const { actionGroups } = snapshotOf(agentOf(plane, agentId), agentVersion);
    const { items, ...rest } = pageOf(
      Object.values(actionGroups),
      ({ actionGroupId }) => actionGroupId,
      asked,
    );
    return { actionGroupSummaries: items.map(actionGroupSummary), ...rest };
  },
});

const deleteActionGroup = defineOperation({
  name: "DeleteAgentActionGroup",
  method: "DELETE",
  template: one,
  status: 204,
  input: z.object({ ...inDraft, actionGroupId: resourceId, skipResourceInUseCheck }),
  run({ agentId, actionGroupId, skipResourceInUseCheck: isForced }, plane) {
    const agent = agentOf(plane, agentId);
    const { config } = groupIn(agent.draft.actionGroups, actionGroupId);
    checkSettled(agent, "Delete");
    if (config.actionGroupState === "ENABLED" && !isForced) {
      throw conflict(
        `Could not delete ActionGroup with ID ${actionGroupId}, since it is enabled. Disable it first.`,
      );
    }
    delete agent.draft.actionGroups[actionGroupId];
    return undefined;
  },
});

function groupIn(
  groups: Readonly<Record<string, ActionGroupRecord>>,
  actionGroupId: string,
): ActionGroupRecord {
  const group = ownValue(groups, actionGroupId);
  if (!group) throw notFound();
  return group;
}

/** Puts it into the draft, where it lies unprepared: the agent's own status does not show it. */
function putIn(agent: AgentRecord, group: ActionGroupRecord): void {
  const { actionGroupName: name } = group.config;
  const { actionGroups } = agent.draft;
  const others = Object.values(actionGroups).filter((one) => one.actionGroupId !== group.actionGroupId);
  if (others.some(({ config }) => config.actionGroupName === name)) {
    throw conflict(`An action group with the name ${name} already exists.`);
  }
  checkSchema(group.config);
  const after = { ...actionGroups, [group.actionGroupId]: group };
  checkActionGroups(after);
  agent.draft.actionGroups = after;
}

export const actionGroupOperations = [
  createActionGroup,
  updateActionGroup,
  getActionGroup,
  listActionGroups,
  deleteActionGroup,
];
