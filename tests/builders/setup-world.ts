import {
  applyRelease,
  type PlannedRelease,
  planFor,
  readSettledRelease,
  type SetupContext,
} from "#agents/setup/apply-release.ts";
import { createBedrockControlPlane } from "#agents/setup/bedrock-control-plane.ts";
import { createCallCount } from "#agents/setup/call-count.ts";
import type { ControlPlane } from "#agents/setup/control-plane.ts";
import { createPatientControlPlane } from "#agents/setup/patient-control-plane.ts";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import { noProgress } from "#agents/setup/progress.ts";
import { createRateLimit } from "#agents/setup/rate-limit.ts";
import type { Release, ReleaseStore } from "#agents/setup/release-store.ts";
import type { Pace } from "#agents/setup/wait-for.ts";
import { createWaits } from "#agents/setup/wait-for-agents.ts";
import { type ControlPlaneOptions, createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import { startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { settableClock } from "./clock.ts";

/** Sleeping moves the clock, and takes no time; what was slept is on record, in milliseconds. */
export function instantPace(clock = settableClock()): Pace & { clock: typeof clock; slept: number[] } {
  const slept: number[] = [];
  return {
    clock,
    slept,
    random: () => 0.5,
    async sleep(ms) {
      slept.push(ms);
      clock.advance(ms / 1000);
    },
  };
}

/** Releases in memory, as the table keeps them. */
export function memoryReleases(): ReleaseStore & { all: Release[] } {
  const all: Release[] = [];
  return {
    all,
    list: async (limit) => all.toReversed().slice(0, limit),
    get: async (id) => all.find(({ releaseId }) => releaseId === id),
    async add(release) {
      all.push(structuredClone(release));
    },
  };
}

/**
 * `setup-agents` as its command line puts it together, against a local Bedrock on a free port, with the unmodified SDK. Time passes by
 * waiting alone.
 */
export async function startSetupWorld(options: Partial<ControlPlaneOptions> & { keepsRates?: boolean } = {}) {
  const pace = instantPace();
  const service = createControlPlane({ clock: pace.clock, ...options });
  const bedrock = await startLocalBedrock({
    port: 0,
    controlPlane: service,
    clock: pace.clock,
    functions: createLocalFunctions({}),
    model: createScriptedModel(),
  });
  const releases = memoryReleases();
  let calls = createCallCount();
  const limit = createRateLimit(pace);
  const adapter = createBedrockControlPlane({
    config: { endpoint: bedrock.url, maxAttempts: 1 },
    async beforeCall(operation, isWrite) {
      if (options.keepsRates) await limit(operation);
      calls.note(operation, isWrite);
    },
  });
  let ids = 0;

  /** A context whose calls pass through `wrap` first. */
  function contextThrough(
    wrap: (one: ControlPlane) => ControlPlane = (one) => one,
    store: ReleaseStore = releases,
  ): SetupContext {
    const controlPlane = createPatientControlPlane(wrap(adapter), pace);
    return {
      environment: "dev",
      controlPlane,
      waits: createWaits(controlPlane, pace),
      releases: store,
      progress: noProgress,
      clock: pace.clock,
      newId: () => `id-${ids++}`,
    };
  }
  const context = contextThrough();

  async function apply(desired: DesiredRelease, only: readonly string[] = [], through = context) {
    const planned: PlannedRelease = await planFor(desired, only, through);
    // So that no two releases are of one moment.
    pace.clock.advance(1);
    return { ...(await applyRelease(planned, through)), plan: planned.plan };
  }

  return {
    pace,
    service,
    bedrock,
    releases,
    context,
    contextThrough,
    apply,
    readLive: () => readSettledRelease(context),
    /** The calls since the last asking, those that change something by their names. */
    takeCalls() {
      const taken = calls;
      calls = createCallCount();
      return { writes: taken.writes(), reads: taken.reads() };
    },
    state: () => stateOf(service.snapshot()),
    /** Forgets all agents, faults and releases. */
    reset() {
      service.reset(true);
      releases.all.length = 0;
      calls = createCallCount();
    },
    close: () => bedrock.close(),
  };
}

export type SetupWorld = Awaited<ReturnType<typeof startSetupWorld>>;

type Snapshot = ReturnType<ReturnType<typeof createControlPlane>["snapshot"]>;

/** Everything in the account, without ids and times, in a fixed order: two accounts that do the same are equal. */
function stateOf({ agents }: Snapshot) {
  const nameOf = (aliasArn: string) => {
    const [agentId = "", aliasId = ""] = aliasArn.split("/").slice(-2);
    const agent = agents[agentId];
    return `${agent?.draft.config.agentName} ${agent?.aliases[aliasId]?.name}`;
  };
  type Content = Snapshot["agents"][string]["draft"];
  const content = ({ config, actionGroups, collaborators }: Content) => ({
    config,
    actionGroups: Object.values(actionGroups)
      .map((group) => group.config)
      .sort((one, other) => one.actionGroupName.localeCompare(other.actionGroupName)),
    collaborators: Object.values(collaborators)
      .map(
        ({
          config: { agentDescriptor, clientToken: _token, ...rest },
        }: {
          config: { agentDescriptor: { aliasArn: string }; clientToken?: unknown };
        }) => ({
          ...rest,
          calls: nameOf(agentDescriptor.aliasArn),
        }),
      )
      .sort((one, other) => one.calls.localeCompare(other.calls)),
  });
  return Object.values(agents)
    .map(({ draft, prepared, status, versions, aliases, tags }) => ({
      name: draft.config.agentName,
      status,
      tags,
      draft: content(draft),
      prepared: prepared && content(prepared),
      versions: Object.values(versions).map(({ version, snapshot }) => ({ version, ...content(snapshot) })),
      aliases: Object.values(aliases).map(({ name, description, version, status, invocations, tags }) => ({
        name,
        description,
        version,
        status,
        invocations,
        tags,
      })),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
