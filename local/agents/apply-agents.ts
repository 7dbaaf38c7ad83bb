import { setTimeout as sleep } from "node:timers/promises";
import type { AgentDefinition } from "#agents/agent.ts";
import { readActionGroups } from "#agents/setup/action-group-files.ts";
import { applyRelease, planFor } from "#agents/setup/apply-release.ts";
import { createBedrockControlPlane } from "#agents/setup/bedrock-control-plane.ts";
import { agentName, makeDesiredRelease } from "#agents/setup/desired-state.ts";
import { createDynamodbReleaseStore } from "#agents/setup/dynamodb-release-store.ts";
import { readGitCommit } from "#agents/setup/git-commit.ts";
import { createPatientControlPlane } from "#agents/setup/patient-control-plane.ts";
import { noProgress } from "#agents/setup/progress.ts";
import type { AgentSettings } from "#agents/setup/settings.ts";
import type { Pace } from "#agents/setup/wait-for.ts";
import { createWaits } from "#agents/setup/wait-for-agents.ts";
import type { Clock } from "#layer/clock.ts";
import { confirmedActions } from "#layer/domain/confirmation.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";

export interface ApplyAgentsOptions {
  definitions: readonly AgentDefinition[];
  settings: AgentSettings;
  bedrockUrl: string;
  dynamodbUrl: string;
  clock: Clock;
  newId: () => string;
}

/**
 * `setup-agents apply` against the local Bedrock, as the command itself would do it, and the supervisor that came of it. What is
 * there already and is as described is left alone.
 * @throws SetupError, ConfigError
 */
export async function applyAgents(
  options: ApplyAgentsOptions,
): Promise<{ agentId: string; aliasId: string }> {
  const { definitions, settings, clock, newId } = options;
  const { environment, region } = settings;
  const pace: Pace = { clock, sleep: (ms) => sleep(ms), random: Math.random };
  const controlPlane = createPatientControlPlane(
    createBedrockControlPlane({ config: { endpoint: options.bedrockUrl, region, maxAttempts: 1 } }),
    pace,
  );
  const { documents, close } = createDynamodbDocuments({ endpoint: options.dynamodbUrl, region });
  try {
    const context = {
      environment,
      controlPlane,
      waits: createWaits(controlPlane, pace),
      releases: createDynamodbReleaseStore({
        documents,
        tableName: tableName(tables.agentReleases, environment),
        environment,
      }),
      progress: noProgress,
      clock,
      newId,
      gitCommit: await readGitCommit(new URL("../../", import.meta.url)),
    };
    const actionGroups = await readActionGroups({
      folder: new URL("../../schemas/", import.meta.url),
      confirmed: settings.bedrockConfirmation ? confirmedActions : [],
    });
    const desired = await makeDesiredRelease({ definitions, actionGroups, settings });
    const { release } = await applyRelease(await planFor(desired, [], context), context);
    const name = agentName("supervisor", environment);
    const supervisor = release?.agents.find((agent) => agent.name === name);
    if (!supervisor) throw new Error(`The release has no agent called ${name}.`);
    return { agentId: supervisor.agentId, aliasId: supervisor.aliasId };
  } finally {
    close();
  }
}
