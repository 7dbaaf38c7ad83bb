import { AppError } from "#layer/errors.ts";
import { applyAgent } from "./apply-agent.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { AgentPlan, LiveRelease, Plan } from "./plan-types.ts";
import type { Progress } from "./progress.ts";
import { reasonOf } from "./reason-of.ts";
import { SetupError } from "./setup-error.ts";
import type { Waits } from "./wait-for-agents.ts";

export interface ApplyContext {
  controlPlane: ControlPlane;
  waits: Waits;
  progress: Progress;
  /**
   * Part of every client token; another one after every release, so that what was taken down since is not taken for the answer
   * to a new call.
   */
  generation: string;
}

/** What the agents of one run tell each other. */
export interface ApplyRun extends ApplyContext {
  live: LiveRelease;
  /** The ARN of the alias `live` by the agent's name; those of new agents are added as they are made. */
  aliasArns: Map<string, string>;
}

/**
 * Does what the plan says, each agent's steps in their order, the agents of a wave side by side. A caller's own draft is prepared meanwhile;
 * its collaborators and its alias come when those it calls are done. When one agent fails, those of its wave are finished, and
 * those that come after it are left where they are: the next run goes on from there.
 * @throws SetupError `apply_failed` that names every agent and why; `maintenance_mode`
 */
export async function applyPlan(plan: Plan, live: LiveRelease, context: ApplyContext): Promise<void> {
  const run: ApplyRun = { ...context, live, aliasArns: aliasArnsOf(live) };
  const running: { agent: AgentPlan; end: Promise<void> }[] = [];
  for (const agent of plan.agents.filter(({ action }) => action !== "none")) {
    const before = running.filter((other) => other.agent.wave < agent.wave);
    const callees = async () => {
      if (before.length > 0) context.progress.step(agent.name, "waiting for those before it");
      await Promise.all(
        before.map(({ agent: { name }, end }) => end.catch(() => Promise.reject(new NotReachedError(name)))),
      );
    };
    const end = applyAgent(agent, run, callees).then(
      () => context.progress.done(agent.name),
      (error: unknown) => {
        context.progress.failed(agent.name, reasonOf(error));
        throw error;
      },
    );
    running.push({ agent, end });
  }
  const ends = await Promise.allSettled(running.map(({ end }) => end));
  context.progress.close();
  const failures = ends.flatMap((end, index) =>
    end.status === "rejected"
      ? [{ name: running[index]?.agent.name ?? "", error: end.reason as unknown }]
      : [],
  );
  if (failures.length > 0) throw failureOf(failures);
}

/** An agent was left because another one, which comes before it, failed. */
class NotReachedError extends AppError {
  constructor(failed: string) {
    super("not_reached", `not reached, because ${failed} failed`);
  }
}

function failureOf(failures: readonly { name: string; error: unknown }[]): SetupError {
  const final = failures.find(
    ({ error }) => error instanceof SetupError && error.code === "maintenance_mode",
  );
  if (final) return final.error as SetupError;
  const lines = failures.map(({ name, error }) => `  ${name}: ${reasonOf(error)}`);
  const first = failures.find(({ error }) => !(error instanceof NotReachedError));
  return new SetupError(
    "apply_failed",
    ["The release is not complete; run the command again when the cause is gone.", ...lines].join("\n"),
    { cause: first?.error },
  );
}

function aliasArnsOf({ agents }: LiveRelease): Map<string, string> {
  return new Map(agents.flatMap(({ agent, alias }) => (alias ? [[agent.name, alias.arn] as const] : [])));
}
