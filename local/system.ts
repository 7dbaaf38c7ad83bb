import { randomUUID } from "node:crypto";
import { createHandler as createInformationHandler } from "#action-groups/information/handler.ts";
import type { LambdaHandler } from "#action-groups/lambda-handler.ts";
import { createHandler as createNotesHandler } from "#action-groups/notes/handler.ts";
import { createHandler as createSchedulingHandler } from "#action-groups/scheduling/handler.ts";
import { agents } from "#agents/index.ts";
import { readGitCommit } from "#agents/setup/git-commit.ts";
import { type AgentSettings, readSettings } from "#agents/setup/settings.ts";
import { wireBff } from "#frontend-bff/entry.ts";
import { type Stage, stages } from "#infra/stages.ts";
import type { Clock } from "#layer/clock.ts";
import type { ActionGroupName } from "#layer/domain/action-names.ts";
import type { Log } from "#layer/observability/log.ts";
import { createSampleEngine } from "#layer/pf360/sample/engine.ts";
import type { SampleSwitches } from "#layer/pf360/sample/switches.ts";
import { createSamplePf360 } from "#layer/pf360/sample-pf360-client.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { applyAgents } from "./agents/apply-agents.ts";
import type { AgentRegistry } from "./bedrock/agent-registry.ts";
import { type ControlPlaneSettings, createControlPlane } from "./bedrock/control-plane/control-plane.ts";
import type { RuntimeSwitches } from "./bedrock/runtime-switches.ts";
import { startLocalBedrock } from "./bedrock/server.ts";
import { startEmbeddedDynamodb } from "./dynamodb/embedded-dynamodb.ts";
import { localKeys } from "./keys.ts";
import { createLocalFunctions } from "./lambda/functions.ts";
import type { Model } from "./model/model.ts";
import type { StartOptions } from "./options.ts";
import { startPf360Simulator } from "./pf360/pf360-simulator.ts";
import { startSweeper } from "./sweeper.ts";
import { seedTenants } from "./tenants.ts";

export const localEnvironment = "dev";

export interface SystemOptions extends Omit<StartOptions, "model" | "startMs" | "unsettled"> {
  /** The clock of every part. */
  clock: Clock;
  model: Model;
  log: Log;
  switches?: Partial<SampleSwitches>;
  /** Seconds; how long the actions wait for PF360. */
  apiTimeoutSeconds?: number;
  /** How Bedrock is to differ from what it usually does: unsettled ways, other agents. */
  bedrock?: {
    switches?: Partial<RuntimeSwitches>;
    updateEnds?: ControlPlaneSettings["updateEnds"];
    /** What the agents' settings have in place of the stage's. */
    settings?: Partial<Stage>;
    /** The agents that are run in place of the usual ones. */
    agents?: (usual: AgentRegistry) => AgentRegistry;
  };
  /** Who counts requests; the process itself unless said. */
  rateLimits?: "dynamodb" | "memory" | "off";
  /** Between two sweeps of what has expired; none unless said. */
  sweepEveryMs?: number;
  /** Wraps each Lambda, for a test that wants to see every event and answer. */
  wrapHandler?: (group: ActionGroupName, handler: LambdaHandler) => LambdaHandler;
  /** Milliseconds; how long a Lambda may take, as the local Lambdas have it unless said. */
  functionTimeoutMs?: number;
  /** The address by which the product reaches a part, for a test that puts something in between; its own unless said. */
  reach?: (part: "dynamodb" | "pf360" | "bedrock", url: string) => string | Promise<string>;
}

/**
 * Everything on this machine, in the order in which it depends on each other: tables, simulator, Lambdas, Bedrock, BFF. What
 * was started is closed again when a later part cannot start.
 *
 * @throws AppError `port_in_use`, ConfigError
 */
export async function startSystem(options: SystemOptions) {
  await using started = new AsyncDisposableStack();
  const { clock, log, functionTimeoutMs, reach = (_part, url) => url } = options;
  const settings = localSettings(options.bedrock?.settings);

  const database = await startEmbeddedDynamodb({
    port: options.ports.dynamodb,
    environment: localEnvironment,
    dataDir: options.dataDir && `${options.dataDir}/dynamodb`,
  });
  started.defer(database.close);
  await seedTenants(database.url, localEnvironment);

  const engine = createSampleEngine({ clock, ...(options.switches && { switches: options.switches }) });
  const pf360 = await startPf360Simulator({ port: options.ports.pf360, clock, engine });
  started.defer(() => pf360.close());

  const shared = {
    ENVIRONMENT: localEnvironment,
    DYNAMODB_SESSION_TABLE: tableName(tables.sessions, localEnvironment),
    AWS_REGION: settings.region,
    RELEASE: await readGitCommit(new URL("../", import.meta.url)),
    AWS_ENDPOINT_URL_DYNAMODB: await reach("dynamodb", database.url),
    ...localKeys(options.dataDir),
  };
  const actionEnvironment = {
    ...shared,
    USE_REAL_API: String(!options.sampleData),
    CUSTOMER_SCHEDULER_BASE_API_URL: await reach("pf360", pf360.url),
    CONFIRM_SCHEDULE_FLAG: options.dryRun ? "0" : "1",
    CANCEL_SCHEDULE_FLAG: options.dryRun ? "0" : "1",
    API_TIMEOUT: String(options.apiTimeoutSeconds ?? 20),
  };
  const overrides = { clock, log, samplePf360: createSamplePf360(engine) };
  const handlers: Record<ActionGroupName, LambdaHandler> = {
    "scheduling-actions": await createSchedulingHandler(actionEnvironment, overrides),
    "information-actions": await createInformationHandler(actionEnvironment, overrides),
    "notes-actions": await createNotesHandler(actionEnvironment, overrides),
  };
  const { wrapHandler = (_group, handler) => handler } = options;
  const functions = createLocalFunctions(
    Object.fromEntries(
      (Object.entries(handlers) as [ActionGroupName, LambdaHandler][]).map(([group, handler]) => [
        settings.actionGroupArns[group],
        {
          handler: wrapHandler(group, handler),
          ...(functionTimeoutMs !== undefined && { timeoutMs: functionTimeoutMs }),
        },
      ]),
    ),
  );

  const controlPlane = createControlPlane({
    clock,
    dataDir: options.dataDir && `${options.dataDir}/bedrock`,
    ...(options.bedrock?.updateEnds && { updateEnds: options.bedrock.updateEnds }),
  });
  const { registry } = controlPlane;
  const bedrock = await startLocalBedrock({
    port: options.ports.bedrock,
    controlPlane,
    registry: options.bedrock?.agents?.(registry) ?? registry,
    ...(options.bedrock?.switches && { switches: options.bedrock.switches }),
    model: options.model,
    functions,
    clock,
    log,
  });
  started.defer(() => bedrock.close());
  const supervisor = await applyAgents({
    definitions: agents,
    settings,
    bedrockUrl: bedrock.url,
    dynamodbUrl: database.url,
    clock,
    newId: randomUUID,
  });

  const bff = await wireBff(
    {
      ...shared,
      SUPERVISOR_AGENT_ID: supervisor.agentId,
      SUPERVISOR_AGENT_ALIAS_ID: supervisor.aliasId,
      AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: await reach("bedrock", bedrock.url),
      PF360_ISSUER: pf360.issuer,
      PF360_AUDIENCE: pf360.audience,
      PF360_JWKS_URL: pf360.jwksUrl,
      RATE_LIMITS: options.rateLimits ?? "memory",
    },
    { clock, log },
  );

  if (options.sweepEveryMs !== undefined) {
    started.defer(
      startSweeper({
        everyMs: options.sweepEveryMs,
        databaseUrl: database.url,
        environment: localEnvironment,
        region: settings.region,
        clock,
        log,
        counters: bff.counters,
      }),
    );
  }

  const running = started.move();
  return { clock, database, engine, pf360, bedrock, supervisor, bff, close: () => running.disposeAsync() };
}

/** The settings that \`setup-agents\` has beside a local Bedrock. */
function localSettings(changes: Partial<Stage> = {}): AgentSettings {
  const stage = { ...stages[localEnvironment], ...changes };
  return readSettings({ stage, env: {}, outputs: {}, isLocal: true });
}

export type System = Awaited<ReturnType<typeof startSystem>>;
