import * as z from "zod";
import { defineOperation } from "./control-operation.ts";
import { numberedVersion, page, resourceId, skipResourceInUseCheck } from "./members.ts";
import { pageOf } from "./page.ts";
import { agentOf, ownValue } from "./plane.ts";
import { conflict, notFound } from "./refusals.ts";
import { versionShown, versionStatus } from "./shown.ts";
import type { AgentRecord, VersionRecord } from "./state.ts";

const one = "/agents/{agentId}/agentversions/{agentVersion}/";

const getVersion = defineOperation({
  name: "GetAgentVersion",
  method: "GET",
  template: one,
  status: 200,
  input: z.object({ agentId: resourceId, agentVersion: numberedVersion }),
  run({ agentId, agentVersion }, plane) {
    const agent = agentOf(plane, agentId);
    return { agentVersion: versionShown(agent, versionOf(agent, agentVersion)) };
  },
});

const listVersions = defineOperation({
  name: "ListAgentVersions",
  method: "POST",
  template: "/agents/{agentId}/agentversions/",
  status: 200,
  input: z.object({ agentId: resourceId, ...page }),
  run({ agentId, ...asked }, plane) {
    const agent = agentOf(plane, agentId);
    const { agentName, description, guardrailConfiguration } = agent.draft.config;
    const draft = {
      agentName,
      agentVersion: "DRAFT",
      agentStatus: agent.status,
      description,
      guardrailConfiguration,
      createdAt: agent.createdAt,
      updatedAt: agent.updatedAt,
    };
    const { items, ...rest } = pageOf(
      [draft, ...Object.values(agent.versions).map(versionSummary)],
      ({ agentVersion }) => (agentVersion === "DRAFT" ? "00000" : agentVersion.padStart(5, "0")),
      asked,
    );
    return { agentVersionSummaries: items, ...rest };
  },
});

const deleteVersion = defineOperation({
  name: "DeleteAgentVersion",
  method: "DELETE",
  template: one,
  status: 202,
  input: z.object({ agentId: resourceId, agentVersion: numberedVersion, skipResourceInUseCheck }),
  run({ agentId, agentVersion, skipResourceInUseCheck: isForced }, plane) {
    const agent = agentOf(plane, agentId);
    const record = versionOf(agent, agentVersion);
    const { version } = record;
    const aliases = Object.values(agent.aliases);
    const users = aliases.filter((alias) => alias.version === version || alias.pending?.version === version);
    if (users[0] && !isForced) {
      throw conflict(
        `Could not delete version ${version} of Agent with ID ${agentId}, since AgentAlias with ID ${users[0].aliasId} uses it`,
      );
    }
    if (users.some(({ pending }) => pending?.version === version)) {
      throw conflict(`Version ${version} of Agent with ID ${agentId} is being given to an alias.`);
    }
    for (const alias of users) {
      delete alias.version;
      alias.status = alias.pending ? alias.status : "DISSOCIATED";
    }
    record.deletedMs ??= plane.nowMs + plane.latencyMs;
    return { agentId, agentVersion: version, agentStatus: versionStatus(record) };
  },
});

function versionOf(agent: AgentRecord, version: string): VersionRecord {
  const record = ownValue(agent.versions, String(Number(version)));
  if (!record) throw notFound();
  return record;
}

function versionSummary({ version, snapshot: { config }, ...dates }: VersionRecord) {
  const { agentName, description, guardrailConfiguration } = config;
  return {
    agentName,
    agentVersion: version,
    agentStatus: versionStatus(dates),
    description,
    guardrailConfiguration,
    createdAt: dates.createdAt,
    updatedAt: dates.updatedAt,
  };
}

export const versionOperations = [getVersion, listVersions, deleteVersion];
