import type { Clock } from "#layer/clock.ts";
import type { EnvironmentName } from "#layer/config.ts";
import { applyPlan } from "./apply.ts";
import type { ControlPlane } from "./control-plane.ts";
import { readLiveRelease } from "./live-state.ts";
import { planRelease } from "./plan.ts";
import type { DesiredRelease, LiveRelease, Plan } from "./plan-types.ts";
import { plannedCalls } from "./planned-calls.ts";
import type { Progress } from "./progress.ts";
import { contentOf, isSameContent, newReleaseId, type ReleaseContent } from "./release.ts";
import type { Release, ReleaseStore } from "./release-store.ts";
import { SetupError } from "./setup-error.ts";
import type { Waits } from "./wait-for-agents.ts";

/** What every command of `setup-agents` works with. */
export interface SetupContext {
  environment: EnvironmentName;
  controlPlane: ControlPlane;
  waits: Waits;
  releases: ReleaseStore;
  progress: Progress;
  clock: Clock;
  /** Fresh random text. */
  newId: () => string;
  /** Of the checkout; see `Release`. */
  gitCommit?: string | undefined;
}

export interface PlannedRelease {
  desired: DesiredRelease;
  only: readonly string[];
  live: LiveRelease;
  plan: Plan;
}

/** The live agents as they stand when they have come to rest. */
export function readSettledRelease({ controlPlane, environment, waits }: SetupContext): Promise<LiveRelease> {
  return readLiveRelease({
    controlPlane,
    environment,
    settleAgent: waits.settledAgent,
    settleAlias: waits.settledAlias,
  });
}

/** @throws ConfigError as `planRelease` */
export async function planFor(
  desired: DesiredRelease,
  only: readonly string[],
  context: SetupContext,
): Promise<PlannedRelease> {
  const live = await readSettledRelease(context);
  return { desired, only, live, plan: planRelease(desired, live, { only }) };
}

/**
 * Applies what was planned, reads again what is there, and records it as a release. Without changes nothing is written, unless the last
 * run was killed before it could record what it had done.
 * @returns the live release; undefined when there are no agents and never were
 * @throws SetupError `apply_failed`, `maintenance_mode`, `not_converged`
 */
export async function applyRelease(
  planned: PlannedRelease,
  context: SetupContext,
): Promise<{ release: Release | undefined; isNew: boolean }> {
  const { desired, only, live, plan } = planned;
  const [latest] = await context.releases.list(1);
  if (!plan.hasChanges) return recordRelease("apply", contentOf(live), latest, context);
  await applyPlan(plan, live, { ...context, generation: generationOf(latest, context) });
  const after = await planFor(desired, only, context);
  if (after.plan.hasChanges) throw notConverged(after.plan);
  return recordRelease("apply", contentOf(after.live), latest, context);
}

/** Writes the release, unless it says what the latest one says. */
export async function recordRelease(
  action: Release["action"],
  content: ReleaseContent,
  latest: Release | undefined,
  context: SetupContext,
  restores?: string,
): Promise<{ release: Release | undefined; isNew: boolean }> {
  const isKnown = latest ? isSameContent(content, latest) : content.agents.length === 0;
  if (isKnown) return { release: latest, isNew: false };
  // Releases are told apart by their time, and not every machine has the same.
  const afterMs = latest ? Date.parse(latest.at) + 1 : 0;
  const at = new Date(Math.max(context.clock.nowMs(), afterMs)).toISOString();
  const release: Release = {
    releaseId: newReleaseId(at, context.newId()),
    environment: context.environment,
    at,
    action,
    gitCommit: context.gitCommit,
    ...content,
    previous: latest?.releaseId,
    restores,
  };
  await context.releases.add(release);
  return { release, isNew: true };
}

function generationOf(latest: Release | undefined, { environment }: SetupContext): string {
  return `${environment}/${latest?.releaseId ?? "first"}`;
}

function notConverged(plan: Plan): SetupError {
  const left = plan.agents
    .filter(({ action }) => action !== "none")
    .map(({ name, changes, needs }) => {
      const what = changes.map(({ kind }) => kind).join(", ") || plannedCalls(needs).join(", ");
      return `  ${name}: ${what}`;
    });
  return new SetupError(
    "not_converged",
    ["All calls went well, but this still differs; somebody else may be changing it:", ...left].join("\n"),
  );
}
