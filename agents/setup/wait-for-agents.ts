import type { AgentStatus, AliasStatus, ControlPlane, LiveAgent, LiveAlias } from "./control-plane.ts";
import { SetupError } from "./setup-error.ts";
import { type Pace, waitFor } from "./wait-for.ts";

/** The service takes seconds; minutes mean that something hangs. */
const longestWaitMs = 5 * 60_000;
/** A new agent may be unknown to the reading side for a moment. */
const unknownAtFirstMs = 10_000;

const passingAgent: ReadonlySet<AgentStatus> = new Set([
  "CREATING",
  "UPDATING",
  "PREPARING",
  "VERSIONING",
  "DELETING",
]);
const passingAlias: ReadonlySet<AliasStatus> = new Set(["CREATING", "UPDATING", "DELETING"]);

/** Whether something else follows by itself; until then the alias may not say where it points. */
export function isPassingAlias({ status }: Pick<LiveAlias, "status">): boolean {
  return passingAlias.has(status);
}

/** Waits on state, never on time alone. All throw SetupError `timed_out`. */
export interface Waits {
  /** Until the agent is in no passing state, whichever it then is; undefined when it is gone. */
  settledAgent(agentId: string): Promise<LiveAgent | undefined>;
  /** The same for an alias, and until one that is being deleted is gone: as long as it is there, it holds its name. */
  settledAlias(agentId: string, aliasId: string): Promise<LiveAlias | undefined>;
  /** The same for an agent that has just been made. */
  createdAgent(agentId: string): Promise<LiveAgent | undefined>;
  /** @throws SetupError `agent_failed` with the service's reasons */
  workingAgent(agentId: string): Promise<LiveAgent>;
  /** Until it points at a version. @throws SetupError `agent_failed` */
  workingAlias(agentId: string, aliasId: string): Promise<LiveAlias & { version: string }>;
  agentGone(agentId: string): Promise<void>;
  aliasGone(agentId: string, aliasId: string): Promise<void>;
  versionGone(agentId: string, version: string): Promise<void>;
}

export function createWaits(controlPlane: ControlPlane, pace: Pace): Waits {
  const about = (what: string) => ({ what, deadlineMs: longestWaitMs, pace });

  const settledAgent: Waits["settledAgent"] = (agentId) =>
    waitFor(
      () => controlPlane.getAgent(agentId),
      (agent) => !agent || !passingAgent.has(agent.status),
      about(`Agent ${agentId} at rest`),
    );

  const settledAlias: Waits["settledAlias"] = (agentId, aliasId) =>
    waitFor(
      () => controlPlane.getAlias(agentId, aliasId),
      (alias) => !alias || !isPassingAlias(alias),
      about(`Alias ${aliasId} of agent ${agentId} at rest`),
    );

  return {
    settledAgent,
    settledAlias,
    createdAgent: (agentId) =>
      waitFor(
        () => controlPlane.getAgent(agentId),
        (agent, waitedMs) => (agent ? !passingAgent.has(agent.status) : waitedMs >= unknownAtFirstMs),
        about(`Agent ${agentId} made`),
      ),
    async workingAgent(agentId) {
      const agent = await settledAgent(agentId);
      if (!agent) throw new SetupError("agent_failed", `Agent ${agentId} is gone.`);
      if (agent.status === "FAILED") throw failed(`Agent ${agentId}`, agent.failureReasons);
      return agent;
    },
    async workingAlias(agentId, aliasId) {
      const what = `Alias ${aliasId} of agent ${agentId}`;
      const alias = await waitFor(
        () => controlPlane.getAlias(agentId, aliasId),
        // It may say that it is prepared before it says where it points.
        (found) =>
          !found || (!isPassingAlias(found) && (found.status !== "PREPARED" || isNumber(found.version))),
        about(`${what} at a version`),
      );
      if (!alias) throw new SetupError("agent_failed", `${what} is gone.`);
      if (alias.status !== "PREPARED") throw failed(what, alias.failureReasons ?? [], alias.status);
      return { ...alias, version: alias.version ?? "" };
    },
    async agentGone(agentId) {
      const agent = await settledAgent(agentId);
      if (agent)
        throw failed(`Agent ${agentId}, which was to be deleted,`, agent.failureReasons, agent.status);
    },
    async aliasGone(agentId, aliasId) {
      const what = `Alias ${aliasId} of agent ${agentId}`;
      const alias = await settledAlias(agentId, aliasId);
      if (alias) throw failed(`${what}, which was to be deleted,`, alias.failureReasons ?? [], alias.status);
    },
    async versionGone(agentId, version) {
      const look = () => controlPlane.getVersion(agentId, version);
      await waitFor(look, (found) => !found, about(`Version ${version} of agent ${agentId} gone`));
    },
  };
}

function isNumber(version: string | undefined): boolean {
  return /^\d+$/.test(version ?? "");
}

function failed(what: string, reasons: readonly string[], status = "FAILED"): SetupError {
  const why = reasons.length > 0 ? `: ${reasons.join(" ")}` : ".";
  return new SetupError("agent_failed", `${what} is ${status}${why}`);
}
