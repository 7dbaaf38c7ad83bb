import { readSettledRelease, recordRelease, type SetupContext } from "./apply-release.ts";
import { aliasDescriptionOf } from "./desired-state.ts";
import { aliasName, type LiveAgentState, type LiveRelease } from "./plan-types.ts";
import { appliedReleaseId, contentOf, isOurs } from "./release.ts";
import type { Release, ReleaseStore } from "./release-store.ts";
import { SetupError } from "./setup-error.ts";
import { sideBySide } from "./side-by-side.ts";

export interface RollbackPlan {
  target: Release;
  moves: readonly AliasMove[];
  /** Agents that came after that release; nothing of it calls them. */
  left: readonly string[];
}

export interface AliasMove {
  name: string;
  agentId: string;
  aliasId: string;
  /** Absent when the alias points at no version. */
  from?: string | undefined;
  to: string;
  /** Sent with it, or it would be dropped. */
  description?: string | undefined;
  invocations?: NonNullable<LiveAgentState["alias"]>["invocations"];
}

/**
 * The release to go back to: the one asked for, or the one before what is live; going back again goes back further.
 * @throws SetupError `release_unknown`
 */
export async function findTarget(asked: string | undefined, releases: ReleaseStore): Promise<Release> {
  if (asked !== undefined) return resolve(asked, releases);
  const [latest] = await releases.list(1);
  if (!latest) throw new SetupError("release_unknown", "There is no release yet.");
  if (latest.action === "destroy") {
    throw new SetupError(
      "release_unknown",
      "Everything was taken down; there is nothing to go back to. Use apply.",
    );
  }
  const live = await resolve(appliedReleaseId(latest), releases);
  if (live.previous === undefined) {
    throw new SetupError(
      "release_unknown",
      `${live.releaseId} is the first release; there is none before it.`,
    );
  }
  return resolve(live.previous, releases);
}

/** An applied release, by its own id or that of a rollback to it. */
async function resolve(releaseId: string, releases: ReleaseStore): Promise<Release> {
  const found = await releases.get(releaseId);
  if (!found) {
    throw new SetupError("release_unknown", `There is no release ${releaseId}; history lists them.`);
  }
  if (found.action === "destroy") {
    throw new SetupError(
      "release_unknown",
      `${releaseId} is when everything was taken down; name another release.`,
    );
  }
  return found.restores === undefined ? found : resolve(found.restores, releases);
}

/**
 * Which aliases have to move; pure. In the order of the names, empty when all point there already.
 * @throws SetupError `release_gone` that names every agent and version that is not there any more
 */
export function planRollback(target: Release, live: LiveRelease): RollbackPlan {
  const gone: string[] = [];
  const moves = target.agents.flatMap(({ name, agentId, version, specHash }): AliasMove[] => {
    const state = live.agents.find(({ agent }) => agent.agentId === agentId);
    if (!state?.alias) {
      gone.push(`the alias ${aliasName} of ${name} (${agentId})`);
      return [];
    }
    if (!state.versions.includes(version)) {
      gone.push(`version ${version} of ${name}`);
      return [];
    }
    const { aliasId, version: from, invocations } = state.alias;
    const description = specHash === undefined ? state.alias.description : aliasDescriptionOf(specHash);
    return from === version ? [] : [{ name, agentId, aliasId, from, to: version, description, invocations }];
  });
  if (gone.length > 0) {
    throw new SetupError(
      "release_gone",
      `${target.releaseId} cannot be restored, for it needs what is not there any more: ${gone.join(", ")}. ${howToMakeAgain(target)}`,
    );
  }
  const known = new Set(target.agents.map(({ agentId }) => agentId));
  const left = live.agents.filter((state) => isOurs(state) && state.alias && !known.has(state.agent.agentId));
  return { target, moves, left: left.map(({ agent }) => agent.name) };
}

/** The commit that it was made from can be checked out; what was not committed then cannot. */
function howToMakeAgain({ gitCommit }: Release): string {
  if (gitCommit === undefined) return "It does not say from which commit it was made.";
  const [commit, isDirty] = [gitCommit.replace(/-dirty$/, ""), gitCommit.endsWith("-dirty")];
  const changes = isDirty ? ", with changes that were not committed" : "";
  return `It was made from ${commit}${changes}; check that out and apply.`;
}

/**
 * Repoints all aliases of a release together. What was repointed before something failed stays so; the same command again goes on.
 * @throws SetupError `apply_failed` that names every alias that could not be moved
 */
export async function rollBack(
  { target, moves }: RollbackPlan,
  context: SetupContext,
): Promise<{ release: Release | undefined; isNew: boolean }> {
  await sideBySide(
    moves,
    async (move, step) => {
      step(`pointing the alias at version ${move.to}`);
      await moveAlias(move, context);
    },
    {
      progress: context.progress,
      advice: "Not every alias was moved; run the same command again when the cause is gone.",
    },
  );
  const [latest] = await context.releases.list(1);
  const content = contentOf(await readSettledRelease(context));
  return recordRelease("rollback", content, latest, context, target.releaseId);
}

async function moveAlias(move: AliasMove, { controlPlane, waits }: SetupContext): Promise<void> {
  const { agentId, aliasId, to, description, invocations } = move;
  await controlPlane.updateAlias(agentId, aliasId, {
    name: aliasName,
    version: to,
    ...(description !== undefined && { description }),
    ...(invocations && { invocations }),
  });
  const { version } = await waits.workingAlias(agentId, aliasId);
  if (version !== to) throw new SetupError("not_converged", `The alias points at version ${version}.`);
}
