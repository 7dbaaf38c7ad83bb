import * as z from "zod";
import { aliasArn } from "../arns.ts";
import { onceForToken } from "./client-tokens.ts";
import { defineOperation } from "./control-operation.ts";
import {
  anyAliasId,
  clientToken,
  description,
  ownAliasId,
  page,
  resourceId,
  resourceName,
  routingConfiguration,
  tags,
} from "./members.ts";
import { pageOf } from "./page.ts";
import { agentOf, aliasOf, ownValue, type Plane, transition } from "./plane.ts";
import { checkAliasCount } from "./quotas.ts";
import { conflict, invalid, notFound, type Verb, wrongAliasState, wrongStateForAlias } from "./refusals.ts";
import { aliasShown, aliasSummary, testAlias } from "./shown.ts";
import { type AgentRecord, type AliasRecord, type PlaneState, testAliasId } from "./state.ts";

const collection = "/agents/{agentId}/agentaliases/";
const one = `${collection}{agentAliasId}/`;

const createAlias = defineOperation({
  name: "CreateAgentAlias",
  method: "PUT",
  template: collection,
  status: 202,
  input: z.object({
    agentId: resourceId,
    agentAliasName: resourceName,
    clientToken,
    description,
    routingConfiguration,
    tags: tags.optional(),
  }),
  run: ({ agentId, clientToken: token, ...asked }, plane) =>
    onceForToken(plane, { operation: "CreateAgentAlias", place: agentId, token }, () => {
      const agent = agentOf(plane, agentId);
      checkName(agent, asked.agentAliasName);
      checkAliasCount(agent);
      const route = planRoute(agent, asked.routingConfiguration, "Create");
      const alias: AliasRecord = {
        aliasId: plane.newId(),
        name: asked.agentAliasName,
        description: asked.description,
        provisionedThroughput: route.provisionedThroughput,
        status: "CREATING",
        invocations: "ACCEPT_INVOCATIONS",
        history: [],
        pending: { kind: "change", version: beginRoute(plane, agent, route), ...transition(plane) },
        tags: asked.tags ?? {},
        createdAt: plane.now,
        updatedAt: plane.now,
      };
      agent.aliases[alias.aliasId] = alias;
      return { agentId, partId: alias.aliasId, reply: { agentAlias: aliasShown(agentId, alias) } };
    }),
});

const updateAlias = defineOperation({
  name: "UpdateAgentAlias",
  method: "PUT",
  template: one,
  status: 202,
  input: z.object({
    agentId: resourceId,
    agentAliasId: anyAliasId,
    agentAliasName: resourceName,
    description,
    routingConfiguration,
    aliasInvocationState: z.enum(["ACCEPT_INVOCATIONS", "REJECT_INVOCATIONS"]).optional(),
  }),
  run({ agentId, agentAliasId, ...asked }, plane) {
    const agent = agentOf(plane, agentId);
    if (agentAliasId === testAliasId) throw invalid("The test alias of an agent cannot be updated.");
    const alias = aliasOf(agent, agentAliasId);
    if (alias.pending) throw wrongAliasState("Update", alias.status);
    checkName(agent, asked.agentAliasName, agentAliasId);
    const route = planRoute(agent, asked.routingConfiguration, "Update");
    alias.name = asked.agentAliasName;
    alias.description = asked.description;
    alias.provisionedThroughput = route.provisionedThroughput;
    alias.invocations = asked.aliasInvocationState ?? alias.invocations;
    alias.status = "UPDATING";
    alias.updatedAt = plane.now;
    alias.pending = { kind: "change", version: beginRoute(plane, agent, route), ...transition(plane) };
    return { agentAlias: aliasShown(agentId, alias) };
  },
});

const getAlias = defineOperation({
  name: "GetAgentAlias",
  method: "GET",
  template: one,
  status: 200,
  input: z.object({ agentId: resourceId, agentAliasId: anyAliasId }),
  run({ agentId, agentAliasId }, plane) {
    const agent = agentOf(plane, agentId);
    const alias = agentAliasId === testAliasId ? testAlias(agent) : aliasOf(agent, agentAliasId);
    return { agentAlias: aliasShown(agentId, alias) };
  },
});

const listAliases = defineOperation({
  name: "ListAgentAliases",
  method: "POST",
  template: collection,
  status: 200,
  input: z.object({ agentId: resourceId, ...page }),
  run({ agentId, ...asked }, plane) {
    const agent = agentOf(plane, agentId);
    const aliases = [testAlias(agent), ...Object.values(agent.aliases)];
    const { items, ...rest } = pageOf(aliases, ({ aliasId }) => aliasId, asked);
    return { agentAliasSummaries: items.map(aliasSummary), ...rest };
  },
});

const deleteAlias = defineOperation({
  name: "DeleteAgentAlias",
  method: "DELETE",
  template: one,
  status: 202,
  input: z.object({ agentId: resourceId, agentAliasId: ownAliasId }),
  run({ agentId, agentAliasId }, plane) {
    const agent = agentOf(plane, agentId);
    const alias = aliasOf(agent, agentAliasId);
    if (alias.pending) throw wrongAliasState("Delete", alias.status);
    const user = collaboratingAgent(plane.state, aliasArn({ agentId, aliasId: agentAliasId }));
    if (user !== undefined) {
      throw conflict(
        `Could not delete AgentAlias with ID ${agentAliasId}, since it is a collaborator of Agent with ID ${user}`,
      );
    }
    alias.status = "DELETING";
    alias.pending = { kind: "delete", dueMs: plane.nowMs + plane.latencyMs };
    return { agentId, agentAliasId, agentAliasStatus: alias.status };
  },
});

interface Route {
  /** Undefined: a new one is cut from the prepared DRAFT. */
  version: string | undefined;
  provisionedThroughput: string | undefined;
}

/** Which version an alias is to point at; a new one needs a prepared agent, a given one an agent at rest. */
function planRoute(
  agent: AgentRecord,
  [item]: NonNullable<z.output<typeof routingConfiguration>> = [],
  verb: Verb,
): Route {
  const { agentVersion, provisionedThroughput } = item ?? {};
  if (agentVersion === "DRAFT") throw invalid("An alias cannot point at the DRAFT version.");
  if (agentVersion === undefined) {
    if (agent.status !== "PREPARED" || !agent.prepared) throw wrongStateForAlias(verb, agent.status);
    return { version: undefined, provisionedThroughput };
  }
  if (agent.pending) throw wrongStateForAlias(verb, agent.status);
  const record = ownValue(agent.versions, agentVersion);
  if (!record || record.deletedMs !== undefined) throw notFound();
  return { version: agentVersion, provisionedThroughput };
}

/** The version that the alias will point at; when it has to be cut, the agent begins to. */
function beginRoute(plane: Plane, agent: AgentRecord, { version }: Route): string {
  if (version !== undefined) return version;
  agent.lastVersion += 1;
  const next = String(agent.lastVersion);
  agent.status = "VERSIONING";
  agent.pending = { kind: "version", version: next, ...transition(plane) };
  return next;
}

function checkName(agent: AgentRecord, name: string, ownId?: string): void {
  const isTaken = Object.values(agent.aliases).some(
    (alias) => alias.name === name && alias.aliasId !== ownId,
  );
  if (isTaken || name === testAlias(agent).name)
    throw conflict(`An alias with the name ${name} already exists.`);
}

/**
 * An agent that collaborates with this alias: in its draft, as it is prepared, or in a version that an alias of it points
 * at. Taking a collaborator off a draft frees the alias only when that has been prepared and published.
 */
function collaboratingAgent({ agents }: PlaneState, arn: string): string | undefined {
  return Object.values(agents).find(({ draft, prepared, versions, aliases }) => {
    const live = Object.values(aliases).flatMap(({ version }) =>
      version === undefined ? [] : (versions[version]?.snapshot ?? []),
    );
    return [draft, prepared ?? [], live]
      .flat()
      .flatMap(({ collaborators }) => Object.values(collaborators))
      .some(({ config }) => config.agentDescriptor.aliasArn === arn);
  })?.agentId;
}

export const aliasOperations = [createAlias, updateAlias, getAlias, listAliases, deleteAlias];
