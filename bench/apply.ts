import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { agents } from "#agents/index.ts";
import { readActionGroups } from "#agents/setup/action-group-files.ts";
import { applyRelease, planFor, type SetupContext } from "#agents/setup/apply-release.ts";
import { createBedrockControlPlane } from "#agents/setup/bedrock-control-plane.ts";
import { createCallCount } from "#agents/setup/call-count.ts";
import { makeDesiredRelease } from "#agents/setup/desired-state.ts";
import { createPatientControlPlane } from "#agents/setup/patient-control-plane.ts";
import { noProgress } from "#agents/setup/progress.ts";
import { createRateLimit, publishedRates } from "#agents/setup/rate-limit.ts";
import type { Release } from "#agents/setup/release-store.ts";
import { readSettings } from "#agents/setup/settings.ts";
import { createWaits } from "#agents/setup/wait-for-agents.ts";
import { stages } from "#infra/stages.ts";
import { wallClock } from "#layer/clock.ts";
import { createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import { startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";

/** Of a transition of the service, about what users report. */
const latencyMs = 2_000;
const mostTimesCriticalPath = 1.3;

/** How long `setup-agents apply` takes from nothing, against the time that no order of the calls could beat. */
export async function benchApply(): Promise<{ line: string; isWithin: boolean }> {
  const service = createControlPlane({ clock: wallClock, latencyMs, rateLimits: true });
  const bedrock = await startLocalBedrock({
    port: 0,
    controlPlane: service,
    clock: wallClock,
    functions: createLocalFunctions({}),
    model: createScriptedModel(),
  });
  try {
    const calls = createCallCount();
    const context = contextFor(bedrock.url, calls.note);
    const settings = readSettings({ stage: stages.dev, env: {}, outputs: {}, isLocal: true });
    const folder = new URL("../schemas/", import.meta.url);
    const actionGroups = await readActionGroups({ folder, confirmed: [] });
    const desired = await makeDesiredRelease({ definitions: agents, actionGroups, settings });

    const startMs = performance.now();
    await applyRelease(await planFor(desired, [], context), context);
    const tookMs = performance.now() - startMs;

    const boundMs = criticalPathMs(
      desired.agents.filter(({ collaborators }) => collaborators.length === 0).length,
    );
    const times = tookMs / boundMs;
    const throttled = service.calls().filter(({ error }) => error === "ThrottlingException").length;
    return {
      isWithin: times <= mostTimesCriticalPath,
      line: [
        `setup-agents apply from nothing: ${seconds(tookMs)}, ${times.toFixed(2)} × the critical path of ${seconds(boundMs)}`,
        `(bound ${mostTimesCriticalPath} ×; ${desired.agents.length} agents, ${seconds(latencyMs)} a transition, published rates, ${throttled} throttled). ${calls.line()}`,
      ].join("\n  "),
    };
  } finally {
    await bedrock.close();
  }
}

function contextFor(endpoint: string, note: (operation: string, isWrite: boolean) => void): SetupContext {
  const pace = { clock: wallClock, sleep: (ms: number) => sleep(ms), random: Math.random };
  const limit = createRateLimit(pace);
  const controlPlane = createPatientControlPlane(
    createBedrockControlPlane({
      config: {
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
        maxAttempts: 1,
      },
      async beforeCall(operation, isWrite) {
        await limit(operation);
        note(operation, isWrite);
      },
    }),
    pace,
  );
  const releases: Release[] = [];
  return {
    environment: "dev",
    controlPlane,
    waits: createWaits(controlPlane, pace),
    releases: {
      list: async (limit) => releases.toReversed().slice(0, limit),
      get: async (releaseId) => releases.find((release) => release.releaseId === releaseId),
      add: async (release) => void releases.push(release),
    },
    progress: noProgress,
    clock: wallClock,
    newId: randomUUID,
  };
}

/**
 * Create, prepare and publish the specialists, side by side, then prepare and publish the supervisor, which was created
 * meanwhile: five transitions in a row. Preparing and publishing have the scarcest rates: the last specialist begins that much later.
 */
function criticalPathMs(specialists: number): number {
  const scarcest = Math.min(
    publishedRates.PrepareAgent ?? Infinity,
    publishedRates.CreateAgentAlias ?? Infinity,
  );
  return 5 * latencyMs + (Math.ceil(specialists / scarcest) - 1) * 1_000;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
