import type { SetupContext } from "./apply-release.ts";
import type { LiveAlias } from "./control-plane.ts";
import type { LiveRelease } from "./plan-types.ts";
import { isOurs } from "./release.ts";
import type { Release } from "./release-store.ts";
import { sideBySide } from "./side-by-side.ts";
import { isPassingAlias } from "./wait-for-agents.ts";

export interface PrunePlan {
  /** Newest first. */
  keptReleases: readonly string[];
  /** In the order of the agents' names, newest version first; empty when nothing is unused. */
  versions: readonly { name: string; agentId: string; version: string }[];
}

/**
 * The versions that no alias points at (ours or another's) and no kept release needs; pure.
 * @param aliases all aliases by agent id
 * @param releases newest first; the first `keep` are kept, and whatever one of them went back to
 */
export function planPrune(
  live: LiveRelease,
  aliases: ReadonlyMap<string, readonly LiveAlias[]>,
  releases: readonly Release[],
  keep: number,
): PrunePlan {
  const newest = releases.slice(0, keep);
  const restored = new Set(newest.map(({ restores }) => restores));
  const kept = releases.filter((release) => newest.includes(release) || restored.has(release.releaseId));
  const needed = new Set(
    kept.flatMap(({ agents }) => agents.map(({ agentId, version }) => `${agentId}/${version}`)),
  );
  const versions = live.agents.filter(isOurs).flatMap(({ agent: { name, agentId }, versions }) => {
    const used = (aliases.get(agentId) ?? []).map(({ version }) => version);
    return versions
      .filter((version) => !used.includes(version) && !needed.has(`${agentId}/${version}`))
      .map((version) => ({ name, agentId, version }));
  });
  return { keptReleases: kept.map(({ releaseId }) => releaseId), versions };
}

/** Reads what `planPrune` needs beside the live agents. */
export async function readAliases(
  live: LiveRelease,
  { controlPlane, waits }: SetupContext,
): Promise<Map<string, LiveAlias[]>> {
  const entries = live.agents.filter(isOurs).map(async ({ agent: { agentId } }) => {
    const listed = await controlPlane.listAliases(agentId);
    const settled = await Promise.all(
      listed.map((alias) => (isPassingAlias(alias) ? waits.settledAlias(agentId, alias.aliasId) : alias)),
    );
    return [agentId, settled.filter((alias) => alias !== undefined)] as const;
  });
  return new Map(await Promise.all(entries));
}

/**
 * Deletes the versions, those of one agent one after another.
 * @throws SetupError `apply_failed` that names every agent whose versions could not all be deleted
 */
export async function pruneVersions({ versions }: PrunePlan, context: SetupContext): Promise<void> {
  const byAgent = Map.groupBy(versions, ({ agentId }) => agentId);
  await sideBySide(
    [...byAgent].map(([agentId, own]) => ({ name: own[0]?.name ?? agentId, agentId, own })),
    async ({ agentId, own }, step) => {
      for (const { version } of own) {
        step(`deleting version ${version}`);
        await context.controlPlane.deleteVersion(agentId, version);
        await context.waits.versionGone(agentId, version);
      }
    },
    {
      progress: context.progress,
      advice: "Not every version was deleted; run prune again when the cause is gone.",
    },
  );
}
