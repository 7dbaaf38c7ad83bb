import { applyRelease, planFor, readSettledRelease, type SetupContext } from "./apply-release.ts";
import type { CallCount } from "./call-count.ts";
import type { CliOptions } from "./cli-options.ts";
import { destroyRelease, planDestroy } from "./destroy.ts";
import type { OneAtATime } from "./one-at-a-time.ts";
import type { DesiredRelease, Plan } from "./plan-types.ts";
import { planAsJson, printPlan } from "./print-plan.ts";
import { planPrune, pruneVersions, readAliases } from "./prune.ts";
import {
  destroyLines,
  historyLines,
  pruneLines,
  releaseAsJson,
  rollbackLines,
  statusLines,
} from "./release-lines.ts";
import type { Release } from "./release-store.ts";
import { findTarget, planRollback, rollBack } from "./rollback.ts";
import { SetupError } from "./setup-error.ts";
import { statusOf } from "./status.ts";

export interface CommandContext extends SetupContext {
  /** What the repository describes; read only by the commands that need it. */
  desired: () => Promise<DesiredRelease>;
  calls: CallCount;
  /** Runs what changes something while no other run does. */
  alone: OneAtATime["alone"];
  /** Whether a mistake reaches customers. */
  isProduction: boolean;
  write: (text: string) => void;
  color: boolean;
  /** The answer that was typed; undefined: nobody can be asked. */
  ask: ((question: string) => Promise<string>) | undefined;
}

type ExitCode = 0 | 2;
type Command = (options: CliOptions, context: CommandContext) => Promise<ExitCode>;

/** Enough for the releases of years. */
const allReleases = 1_000;

/**
 * Runs one command and answers its exit code: 0, or 2 when `plan` found changes or `status` drift.
 * @throws SetupError, ConfigError; their messages are for the one who typed the command
 */
export function runCommand(options: CliOptions, context: CommandContext): Promise<ExitCode> {
  const run = () => commands[options.command](options, context);
  return looking.has(options.command) ? run() : context.alone(run);
}

/** They change nothing, and wait for nobody. */
const looking: ReadonlySet<CliOptions["command"]> = new Set(["plan", "status", "history"]);

const commands: Readonly<Record<CliOptions["command"], Command>> = {
  release: apply,
  apply,

  async plan(options, context) {
    const { plan } = await planFor(await context.desired(), options.only, context);
    showPlan(plan, options, context);
    return plan.hasChanges ? 2 : 0;
  },

  async status(options, context) {
    const [release] = await context.releases.list(1);
    const status = statusOf(release, await readSettledRelease(context));
    say(options, context, statusLines(status), {
      release: releaseAsJson(status.release),
      drift: status.drift,
    });
    return status.drift.length > 0 ? 2 : 0;
  },

  async history(options, context) {
    const releases = await context.releases.list(allReleases);
    say(options, context, historyLines(releases), { releases: releases.map(releaseAsJson) });
    return 0;
  },

  async rollback(options, context) {
    const target = await findTarget(options.release, context.releases);
    const plan = planRollback(target, await readSettledRelease(context));
    if (!options.json) context.write(`${rollbackLines(plan)}\n`);
    if (plan.moves.length > 0) await confirm("Move these aliases", options, context);
    return tellRelease(await rollBack(plan, context), options, context);
  },

  async prune(options, context) {
    const live = await readSettledRelease(context);
    const releases = await context.releases.list(allReleases);
    const plan = planPrune(live, await readAliases(live, context), releases, options.keep);
    if (!options.json) context.write(`${pruneLines(plan)}\n`);
    if (plan.versions.length > 0) {
      await confirm("Delete these versions", options, context);
      await pruneVersions(plan, context);
    }
    const { keptReleases, versions } = plan;
    say(options, context, context.calls.line(), { kept_releases: keptReleases, deleted: versions });
    return 0;
  },

  async destroy(options, context) {
    const plan = planDestroy(await readSettledRelease(context));
    if (!options.json) context.write(`${destroyLines(plan)}\n`);
    if (plan.waves.length > 0) await confirm("Delete these agents", options, context);
    return tellRelease(await destroyRelease(plan, context), options, context);
  },
};

async function apply(options: CliOptions, context: CommandContext): Promise<ExitCode> {
  const planned = await planFor(await context.desired(), options.only, context);
  const { plan } = planned;
  if (!options.json) showPlan(plan, options, context);
  const isAsked = options.command === "release" || context.isProduction;
  if (plan.hasChanges && isAsked) await confirm("Apply this", options, context);
  return tellRelease(await applyRelease(planned, context), options, context);
}

function showPlan(plan: Plan, options: CliOptions, context: CommandContext): void {
  const text = options.json
    ? JSON.stringify(planAsJson(plan), null, 2)
    : printPlan(plan, { color: context.color });
  context.write(`${text}\n`);
}

function tellRelease(
  { release, isNew }: { release: Release | undefined; isNew: boolean },
  options: CliOptions,
  context: CommandContext,
): ExitCode {
  const { calls } = context;
  const id = release?.releaseId ?? "nothing";
  const head = isNew ? `${id} is live.` : `Live stays ${id}.`;
  const isEmpty = release === undefined || release.agents.length === 0;
  say(options, context, `${isEmpty ? "There are no agents." : head}\n${calls.line()}`, {
    release: releaseAsJson(release),
    is_new: isNew,
    calls: { write: calls.writes(), read: calls.reads() },
  });
  return 0;
}

/** In production the name of the environment has to be typed; elsewhere yes. */
async function confirm(question: string, options: CliOptions, context: CommandContext): Promise<void> {
  if (options.yes) return;
  const { ask, environment, isProduction } = context;
  if (!ask || options.json) {
    throw new SetupError("not_confirmed", "Nobody can be asked here; say --yes if it is to be done.");
  }
  const wanted = isProduction ? environment : "yes";
  const answer = (await ask(`${question} in ${environment}? Type "${wanted}" to go on: `))
    .trim()
    .toLowerCase();
  if (answer === wanted || (wanted === "yes" && answer === "y")) return;
  throw new SetupError("not_confirmed", "Nothing was changed.");
}

function say(options: CliOptions, context: CommandContext, text: string, json: object): void {
  context.write(`${options.json ? JSON.stringify(json, null, 2) : text}\n`);
}
