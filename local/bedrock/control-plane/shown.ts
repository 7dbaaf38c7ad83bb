import { agentArn, aliasArn } from "../arns.ts";
import { allPrompts } from "./default-prompts.ts";
import type {
  ActionGroupRecord,
  AgentConfig,
  AgentRecord,
  AliasRecord,
  CollaboratorRecord,
  VersionRecord,
} from "./state.ts";
import { testAliasId } from "./state.ts";

/** The service's answers, member for member; what is absent is left out, never null. */

export function agentShown(agent: AgentRecord) {
  const { agentId, status, createdAt, updatedAt, preparedAt, failureReasons } = agent;
  return {
    agentId,
    agentArn: agentArn(agentId),
    agentStatus: status,
    ...configShown(agent.draft.config),
    createdAt,
    updatedAt,
    preparedAt,
    ...failureShown(failureReasons),
  };
}

export function versionShown(agent: AgentRecord, { version, snapshot, ...dates }: VersionRecord) {
  const {
    orchestrationType: _type,
    customOrchestration: _executor,
    ...config
  } = configShown(snapshot.config);
  return {
    agentId: agent.agentId,
    agentArn: agentArn(agent.agentId),
    version,
    agentStatus: versionStatus(dates),
    ...config,
    createdAt: dates.createdAt,
    updatedAt: dates.updatedAt,
  };
}

export function versionStatus({ deletedMs }: Pick<VersionRecord, "deletedMs">): "DELETING" | "PREPARED" {
  return deletedMs === undefined ? "PREPARED" : "DELETING";
}

export function agentSummary({ agentId, status, updatedAt, draft, versions }: AgentRecord) {
  const { agentName, description, guardrailConfiguration } = draft.config;
  const latest = Math.max(0, ...Object.keys(versions).map(Number));
  return {
    agentId,
    agentName,
    agentStatus: status,
    description,
    updatedAt,
    latestAgentVersion: latest === 0 ? "DRAFT" : String(latest),
    guardrailConfiguration,
  };
}

export function actionGroupShown(
  agentId: string,
  agentVersion: string,
  { actionGroupId, config, createdAt, updatedAt }: ActionGroupRecord,
) {
  // The answers call it parentActionSignature, the requests parentActionGroupSignature.
  const { parentActionGroupSignature: parentActionSignature, ...members } = config;
  return { agentId, agentVersion, actionGroupId, ...members, parentActionSignature, createdAt, updatedAt };
}

export function actionGroupSummary({ actionGroupId, config, updatedAt }: ActionGroupRecord) {
  const { actionGroupName, actionGroupState, description } = config;
  return { actionGroupId, actionGroupName, actionGroupState, description, updatedAt };
}

/** Serves lists too: a summary has the same members. Its date is called lastUpdatedAt, here alone. */
export function collaboratorShown(
  agentId: string,
  agentVersion: string,
  { collaboratorId, config, createdAt, updatedAt }: CollaboratorRecord,
) {
  return { agentId, agentVersion, collaboratorId, ...config, createdAt, lastUpdatedAt: updatedAt };
}

export function aliasShown(agentId: string, alias: AliasRecord) {
  const { aliasId, failureReasons, history } = alias;
  return {
    agentId,
    agentAliasArn: aliasArn({ agentId, aliasId }),
    ...aliasSummary(alias),
    agentAliasHistoryEvents: history.map(({ version, startDate, endDate }) => ({
      startDate,
      endDate,
      routingConfiguration: [{ agentVersion: version }],
    })),
    failureReasons,
  };
}

export function aliasSummary(alias: AliasRecord) {
  const { aliasId, name, description, version, provisionedThroughput, status, createdAt, updatedAt } = alias;
  return {
    agentAliasId: aliasId,
    agentAliasName: name,
    description,
    // Blank until the version has been cut.
    routingConfiguration: [{ agentVersion: version, provisionedThroughput }],
    agentAliasStatus: status,
    aliasInvocationState: alias.invocations,
    createdAt,
    updatedAt,
  };
}

/** The alias that every agent is born with. */
export function testAlias({ createdAt }: AgentRecord): AliasRecord {
  return {
    aliasId: testAliasId,
    name: "AgentTestAlias",
    description: "Test Alias for Agent",
    version: "DRAFT",
    status: "PREPARED",
    invocations: "ACCEPT_INVOCATIONS",
    history: [{ version: "DRAFT", startDate: createdAt }],
    tags: {},
    createdAt,
    updatedAt: createdAt,
  };
}

function configShown(config: AgentConfig) {
  return { ...config, promptOverrideConfiguration: allPrompts(config) };
}

function failureShown(failureReasons: string[] | undefined) {
  if (!failureReasons) return {};
  return { failureReasons, recommendedActions: ["Correct what the failure reasons name and try again."] };
}
