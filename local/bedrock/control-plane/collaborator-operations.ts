import * as z from "zod";
import { parseArn } from "../arns.ts";
import { checkSettled } from "./agent-operations.ts";
import { onceForToken } from "./client-tokens.ts";
import { defineOperation } from "./control-operation.ts";
import { anyVersion, clientToken, collaboratorConfig, draftVersion, page, resourceId } from "./members.ts";
import { pageOf } from "./page.ts";
import { agentOf, aliasOf, ownValue, type Plane, snapshotOf } from "./plane.ts";
import { checkCollaboratorCount } from "./quotas.ts";
import { conflict, invalid, notFound, wrongAliasState } from "./refusals.ts";
import { collaboratorShown } from "./shown.ts";
import { type AgentRecord, type CollaboratorConfig, type CollaboratorRecord, testAliasId } from "./state.ts";

const collection = "/agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/";
const one = `${collection}{collaboratorId}/`;
const inDraft = { agentId: resourceId, agentVersion: draftVersion };
const inAny = { agentId: resourceId, agentVersion: anyVersion };

const associate = defineOperation({
  name: "AssociateAgentCollaborator",
  method: "PUT",
  template: collection,
  status: 200,
  input: collaboratorConfig.extend({ ...inDraft, clientToken }),
  run: ({ agentId, agentVersion, clientToken: token, ...config }, plane) =>
    onceForToken(plane, { operation: "AssociateAgentCollaborator", place: agentId, token }, () => {
      const agent = agentOf(plane, agentId);
      checkSettled(agent, "Create");
      const collaboratorId = plane.newId();
      const record = { collaboratorId, config, createdAt: plane.now, updatedAt: plane.now };
      putIn(plane, agent, record);
      return {
        agentId,
        partId: collaboratorId,
        reply: { agentCollaborator: collaboratorShown(agentId, agentVersion, record) },
      };
    }),
});

const updateCollaborator = defineOperation({
  name: "UpdateAgentCollaborator",
  method: "PUT",
  template: one,
  status: 200,
  input: collaboratorConfig.extend({ ...inDraft, collaboratorId: resourceId }),
  run({ agentId, agentVersion, collaboratorId, ...config }, plane) {
    const agent = agentOf(plane, agentId);
    const { createdAt } = collaboratorIn(agent.draft.collaborators, collaboratorId);
    checkSettled(agent, "Update");
    const record = { collaboratorId, config, createdAt, updatedAt: plane.now };
    putIn(plane, agent, record);
    return { agentCollaborator: collaboratorShown(agentId, agentVersion, record) };
  },
});

const getCollaborator = defineOperation({
  name: "GetAgentCollaborator",
  method: "GET",
  template: one,
  status: 200,
  input: z.object({ ...inAny, collaboratorId: resourceId }),
  run({ agentId, agentVersion, collaboratorId }, plane) {
    const { collaborators } = snapshotOf(agentOf(plane, agentId), agentVersion);
    const record = collaboratorIn(collaborators, collaboratorId);
    return { agentCollaborator: collaboratorShown(agentId, agentVersion, record) };
  },
});

const listCollaborators = defineOperation({
  name: "ListAgentCollaborators",
  method: "POST",
  template: collection,
  status: 200,
  input: z.object({ ...inAny, ...page }),
  run({ agentId, agentVersion, ...asked }, plane) {
    const { collaborators } = snapshotOf(agentOf(plane, agentId), agentVersion);
    const { items, ...rest } = pageOf(
      Object.values(collaborators),
      ({ collaboratorId }) => collaboratorId,
      asked,
    );
    return {
      agentCollaboratorSummaries: items.map((record) => collaboratorShown(agentId, agentVersion, record)),
      ...rest,
    };
  },
});

const disassociate = defineOperation({
  name: "DisassociateAgentCollaborator",
  method: "DELETE",
  template: one,
  status: 204,
  input: z.object({ ...inDraft, collaboratorId: resourceId }),
  run({ agentId, collaboratorId }, plane) {
    const agent = agentOf(plane, agentId);
    collaboratorIn(agent.draft.collaborators, collaboratorId);
    checkSettled(agent, "Delete");
    delete agent.draft.collaborators[collaboratorId];
    return undefined;
  },
});

function collaboratorIn(
  collaborators: Readonly<Record<string, CollaboratorRecord>>,
  collaboratorId: string,
): CollaboratorRecord {
  const record = ownValue(collaborators, collaboratorId);
  if (!record) throw notFound();
  return record;
}

function putIn(plane: Plane, agent: AgentRecord, record: CollaboratorRecord): void {
  const { collaborators, config } = agent.draft;
  if (config.agentCollaboration === "DISABLED") {
    throw invalid(
      "Agent collaboration is disabled for this agent. Update the agent's AgentCollaboration first.",
    );
  }
  checkAlias(plane, agent, record.config);
  const others = Object.values(collaborators).filter((one) => one.collaboratorId !== record.collaboratorId);
  const { collaboratorName: name } = record.config;
  if (others.some((other) => other.config.collaboratorName === name)) {
    throw conflict(`A collaborator with the name ${name} already exists.`);
  }
  checkCollaboratorCount(others.length + 1);
  agent.draft.collaborators = { ...collaborators, [record.collaboratorId]: record };
}

/** A collaborator is an alias of another agent that points at a version: never a DRAFT. */
function checkAlias(plane: Plane, { agentId }: AgentRecord, { agentDescriptor }: CollaboratorConfig): void {
  const ids = parseArn(agentDescriptor.aliasArn);
  if (ids?.aliasId === undefined) throw notFound();
  if (ids.aliasId === testAliasId) {
    throw invalid(
      `Agent ${agentId} cannot collaborate with TSTALIASID alias of another agent. Use a different alias to collaborate with.`,
    );
  }
  if (ids.agentId === agentId) throw invalid(`Agent ${agentId} cannot collaborate with itself.`);
  const alias = aliasOf(agentOf(plane, ids.agentId), ids.aliasId);
  if (alias.version === undefined || alias.status === "DELETING")
    throw wrongAliasState("Create", alias.status);
}

export const collaboratorOperations = [
  associate,
  updateCollaborator,
  getCollaborator,
  listCollaborators,
  disassociate,
];
