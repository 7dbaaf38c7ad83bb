import type { DestroyPlan } from "./destroy.ts";
import type { PrunePlan } from "./prune.ts";
import { appliedReleaseId } from "./release.ts";
import type { Release } from "./release-store.ts";
import type { RollbackPlan } from "./rollback.ts";
import type { Drift, Status } from "./status.ts";

/** Releases, status and the smaller plans, for people; without a line end at the end. */

/** `20261123T150000Z-1a2b3c4d  apply  5188b27  supervisor 2, notes 3`. */
function releaseLine(release: Release): string {
  const what = release.restores === undefined ? release.action : `${release.action} to ${release.restores}`;
  const commit = release.gitCommit === undefined ? "no commit" : shortCommit(release.gitCommit);
  const agents = release.agents.map(({ name, version }) => `${name} v${version}`).join(", ") || "no agents";
  return `${release.releaseId}  ${what}  ${commit}  ${agents}`;
}

export function historyLines(releases: readonly Release[]): string {
  const [latest] = releases;
  if (!latest) return "There is no release yet.";
  const live = appliedReleaseId(latest);
  return releases
    .map((release) => `${release.releaseId === live ? "*" : " "} ${releaseLine(release)}`)
    .join("\n");
}

export function statusLines({ release, drift }: Status): string {
  const head = release ? `Live: ${releaseLine(release)}` : "There is no release yet.";
  if (drift.length === 0) return release ? `${head}\nThe agents are as this release left them.` : head;
  return [head, "Not as this release left it:", ...drift.map((one) => `  ${driftLine(one)}`)].join("\n");
}

function driftLine(drift: Drift): string {
  switch (drift.kind) {
    case "agent-missing":
      return `${drift.name} (${drift.agentId}) is gone.`;
    case "agent-added":
      return `${drift.name} (${drift.agentId}) is in no release; apply would take it up or delete it.`;
    case "alias-moved":
      return `${drift.name}: the alias points at ${drift.found === undefined ? "no version" : `version ${drift.found}`}, released was ${drift.released}.`;
    case "draft-edited":
      return `${drift.name}: the draft was edited since; customers do not see that yet.`;
    case "agent-failed":
      return `${drift.name} is FAILED: ${drift.reasons.join(" ")}`.trim();
  }
}

export function rollbackLines({ target, moves, left }: RollbackPlan): string {
  if (moves.length === 0) return `All aliases are at ${target.releaseId} already.`;
  return [
    `Back to ${releaseLine(target)}:`,
    ...moves.map(({ name, from, to }) => `  ${name}: version ${from ?? "(none)"} → ${to}`),
    ...left.map((name) => `  ${name} came later and stays; nothing of that release calls it.`),
  ].join("\n");
}

export function pruneLines({ keptReleases, versions }: PrunePlan): string {
  const kept = `${keptReleases.length} ${keptReleases.length === 1 ? "release is" : "releases are"} kept`;
  if (versions.length === 0) return `${kept}; no version is unused.`;
  return [
    `${kept}. Versions that no alias and no kept release uses, to be deleted:`,
    ...versions.map(({ name, version }) => `  ${name}: version ${version}`),
  ].join("\n");
}

export function destroyLines({ waves, left }: DestroyPlan): string {
  const agents = waves.flat();
  if (agents.length === 0) return "There are no agents of ours.";
  return [
    "To be deleted, with all their aliases and versions:",
    ...agents.map(({ agent, otherAliases }) => {
      const others =
        otherAliases.length > 0 ? `, also used by other aliases: ${otherAliases.join(", ")}` : "";
      return `  ${agent.name} (${agent.agentId})${others}`;
    }),
    ...left.map((name) => `  ${name} carries no tag of ours and stays.`),
  ].join("\n");
}

function shortCommit(commit: string): string {
  return commit.replace(/^([0-9a-f]{7})[0-9a-f]*/, "$1");
}

/** The release for machines; fields are only ever added. */
export function releaseAsJson(release: Release | undefined): object | null {
  if (!release) return null;
  return {
    release_id: release.releaseId,
    environment: release.environment,
    at: release.at,
    action: release.action,
    git_commit: release.gitCommit ?? null,
    agents: release.agents.map(({ name, agentId, aliasId, version, specHash }) => ({
      name,
      agent_id: agentId,
      alias_id: aliasId,
      version,
      spec_hash: specHash ?? null,
    })),
    schema_hashes: release.schemaHashes,
    previous: release.previous ?? null,
    restores: release.restores ?? null,
  };
}
