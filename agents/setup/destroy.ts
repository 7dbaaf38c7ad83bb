import { readSettledRelease, recordRelease, type SetupContext } from "./apply-release.ts";
import { callersFirst } from "./callers-first.ts";
import type { LiveAgentState, LiveRelease } from "./plan-types.ts";
import { contentOf, isOurs } from "./release.ts";
import type { Release } from "./release-store.ts";
import { removeAgent } from "./remove-agent.ts";
import { sideBySide } from "./side-by-side.ts";

export interface DestroyPlan {
  /** Agents of one wave may go together; callers before those they call. */
  waves: readonly (readonly LiveAgentState[])[];
  /** Agents of our form that carry no tag of ours. */
  left: readonly string[];
}

/** What would be taken down; pure. */
export function planDestroy({ agents }: LiveRelease): DestroyPlan {
  const waves: LiveAgentState[][] = [];
  // What is on its way out no longer says whose it is and whom it calls; it only has to be waited for, before all else.
  const leaving = agents.filter(({ agent }) => agent.status === "DELETING");
  if (leaving.length > 0) waves.push(leaving);
  const others = agents.filter((state) => !leaving.includes(state));
  const left = others.filter((state) => !isOurs(state)).map(({ agent }) => agent.name);
  waves.push(...callersFirst(others.filter(isOurs)));
  return { waves, left };
}

/**
 * Takes down every agent of the plan: aliases, then the agent, callers first. Killed half-way, the same command again goes on.
 * @throws SetupError `apply_failed` that names every agent that could not be deleted
 */
export async function destroyRelease(
  { waves }: DestroyPlan,
  context: SetupContext,
): Promise<{ release: Release | undefined; isNew: boolean }> {
  for (const wave of waves) {
    await sideBySide(
      wave.map(({ agent }) => agent),
      async ({ agentId }, step) => {
        step("deleting");
        await removeAgent(agentId, { ...context, step });
      },
      {
        progress: context.progress,
        advice: "Not everything is gone; run destroy again when the cause is gone.",
      },
    );
  }
  const [latest] = await context.releases.list(1);
  const content = contentOf(await readSettledRelease(context));
  return recordRelease("destroy", content, latest, context);
}
