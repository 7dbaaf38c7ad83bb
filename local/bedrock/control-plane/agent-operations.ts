import * as z from "zod";
import { onceForToken } from "./client-tokens.ts";
import { defineOperation } from "./control-operation.ts";
import { agentConfig, clientToken, page, resourceId, skipResourceInUseCheck, tags } from "./members.ts";
import { pageOf } from "./page.ts";
import { agentOf, type Plane, transition } from "./plane.ts";
import { checkAgentCount, checkInstruction } from "./quotas.ts";
import { conflict, invalid, type Verb, wrongAgentState } from "./refusals.ts";
import { agentShown, agentSummary } from "./shown.ts";
import type { AgentConfig, AgentRecord } from "./state.ts";

const collection = "/agents/";
const one = "/agents/{agentId}/";
const nameTaken = "Cannot create a new agent as an agent with the same name already exists.";

const createAgent = defineOperation({
  name: "CreateAgent",
  method: "PUT",
  template: collection,
  status: 202,
  input: agentConfig.extend({ clientToken, tags: tags.optional() }),
  run: ({ clientToken: token, tags: given = {}, ...config }, plane) =>
    onceForToken(plane, { operation: "CreateAgent", token }, () => {
      checkInstruction(config.instruction);
      checkAgentCount(plane.state);
      const agentId = plane.newId();
      const end = transition(plane);
      // The service takes a name that is in use and fails later.
      if (isTaken(plane, config.agentName)) end.failureReasons ??= [nameTaken];
      const agent: AgentRecord = {
        agentId,
        draft: { config, actionGroups: {}, collaborators: {} },
        status: "CREATING",
        pending: { kind: "create", ...end },
        versions: {},
        lastVersion: 0,
        aliases: {},
        tags: given,
        createdAt: plane.now,
        updatedAt: plane.now,
      };
      plane.state.agents[agentId] = agent;
      return { agentId, reply: { agent: agentShown(agent) } };
    }),
});

const updateAgent = defineOperation({
  name: "UpdateAgent",
  method: "PUT",
  template: one,
  status: 202,
  input: agentConfig
    .extend({ agentId: resourceId })
    .required({ foundationModel: true, agentResourceRoleArn: true }),
  run({ agentId, ...config }, plane) {
    const agent = agentOf(plane, agentId);
    checkSettled(agent, "Update");
    checkInstruction(config.instruction);
    if (isTaken(plane, config.agentName, agentId))
      throw conflict("An agent with the same name already exists.");
    const status = agent.status === "PREPARED" ? plane.updateEnds : "NOT_PREPARED";
    agent.draft.config = config;
    agent.status = "UPDATING";
    agent.updatedAt = plane.now;
    agent.pending = { kind: "update", status, ...transition(plane) };
    return { agent: agentShown(agent) };
  },
});

const getAgent = defineOperation({
  name: "GetAgent",
  method: "GET",
  template: one,
  status: 200,
  input: z.object({ agentId: resourceId }),
  run: ({ agentId }, plane) => ({ agent: agentShown(agentOf(plane, agentId)) }),
});

const listAgents = defineOperation({
  name: "ListAgents",
  method: "POST",
  template: collection,
  status: 200,
  input: z.object(page),
  run(asked, { state }) {
    const { items, ...rest } = pageOf(Object.values(state.agents), ({ agentId }) => agentId, asked);
    return { agentSummaries: items.map(agentSummary), ...rest };
  },
});

const prepareAgent = defineOperation({
  name: "PrepareAgent",
  method: "POST",
  template: one,
  status: 202,
  input: z.object({ agentId: resourceId }),
  run({ agentId }, plane) {
    const agent = agentOf(plane, agentId);
    checkSettled(agent, "Prepare");
    checkPreparable(agent);
    agent.status = "PREPARING";
    agent.pending = { kind: "prepare", snapshot: structuredClone(agent.draft), ...transition(plane) };
    return { agentId, agentStatus: agent.status, agentVersion: "DRAFT", preparedAt: plane.now };
  },
});

const deleteAgent = defineOperation({
  name: "DeleteAgent",
  method: "DELETE",
  template: one,
  status: 202,
  input: z.object({ agentId: resourceId, skipResourceInUseCheck }),
  run({ agentId, skipResourceInUseCheck: isForced }, plane) {
    const agent = agentOf(plane, agentId);
    if (agent.pending) throw wrongAgentState("Delete", agent.status);
    // An alias that is on its way out is not active any more: Terraform deletes both in a row.
    const hasAliases = Object.values(agent.aliases).some(({ status }) => status !== "DELETING");
    if (hasAliases && !isForced) {
      throw conflict(`Could not delete Agent with ID ${agentId}, since it has active aliases`);
    }
    agent.status = "DELETING";
    agent.pending = { kind: "delete", dueMs: plane.nowMs + plane.latencyMs };
    return { agentId, agentStatus: agent.status };
  },
});

/** Refuses while a transition goes on, and for ever when the agent was never really made. */
export function checkSettled({ pending, isStillborn, status }: AgentRecord, verb: Verb): void {
  if (pending || isStillborn) throw wrongAgentState(verb, status);
}

function checkPreparable({ draft: { config, collaborators } }: AgentRecord): void {
  const { agentCollaboration: mode } = config;
  if (mode !== "DISABLED" && Object.keys(collaborators).length === 0) {
    throw invalid(
      `This agent cannot be prepared. The AgentCollaboration attribute is set to ${mode} but no agent collaborators are added.`,
    );
  }
  const needed = ["instruction", "foundationModel", "agentResourceRoleArn"] as const;
  const missing = needed.filter((name) => config[name] === undefined);
  if (missing.length > 0) throw invalid(`This agent cannot be prepared. It has no ${missing.join(", ")}.`);
}

/** An agent that is being deleted still holds its name; one whose creation failed does not. */
function isTaken({ state }: Plane, name: AgentConfig["agentName"], ownId?: string): boolean {
  return Object.values(state.agents).some(
    ({ agentId, draft, isStillborn, pending }) =>
      agentId !== ownId &&
      draft.config.agentName === name &&
      !isStillborn &&
      !(pending?.kind === "create" && pending.failureReasons),
  );
}

export const agentOperations = [createAgent, updateAgent, getAgent, listAgents, prepareAgent, deleteAgent];
