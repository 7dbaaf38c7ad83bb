import { agentName } from "./desired-state.ts";
import type { LiveAgentState, LiveRelease } from "./plan-types.ts";
import type { Probe } from "./run-probe.ts";

/** One thing that was looked at. `unknown`: it could not be found out, and `advice` says how it could. */
export interface Finding {
  grade: "good" | "bad" | "unknown";
  what: string;
  advice?: string;
}

/**
 * What read calls tell of the agents: whether all are there, prepared, reachable behind their alias, and call each other's right
 * alias. In the order of the definitions.
 */
export function checkAgents(live: LiveRelease, definitionNames: readonly string[]): Finding[] {
  const names = definitionNames.map((name) => agentName(name, live.environment));
  const aliasOwners = new Map(
    live.agents.flatMap(({ agent, alias }) => (alias ? [[alias.arn, agent.name]] : [])),
  );
  return names.flatMap((name) => {
    const states = live.agents.filter(({ agent }) => agent.name === name);
    const state = states.find(({ alias }) => alias) ?? states[0];
    if (!state) return [bad(`${name} is not there.`, "Run setup-agents.")];
    return [...checkAgent(state), ...checkCollaborators(state, aliasOwners)];
  });
}

function checkAgent({ agent, alias, liveVersion }: LiveAgentState): Finding[] {
  const { name, status, failureReasons } = agent;
  if (status === "FAILED")
    return [bad(`${name} is FAILED: ${failureReasons.join(" ")}`.trim(), "Run setup-agents.")];
  if (!alias) return [bad(`${name} has no alias live.`, "Run setup-agents.")];
  if (!liveVersion) return [bad(`${name}: the alias points at no version.`, "Run setup-agents.")];
  if (alias.status !== "PREPARED")
    return [bad(`${name}: the alias is ${alias.status}.`, "Run setup-agents.")];
  if (alias.invocations === "REJECT_INVOCATIONS") {
    return [
      bad(`${name}: the alias rejects invocations.`, "Somebody paused it; set it to ACCEPT_INVOCATIONS."),
    ];
  }
  return [good(`${name}: version ${liveVersion.version}, model ${liveVersion.foundationModel}.`)];
}

function checkCollaborators(
  { agent, liveVersion }: LiveAgentState,
  aliasOwners: ReadonlyMap<string, string>,
): Finding[] {
  return (liveVersion?.collaborators ?? [])
    .filter(({ aliasArn }) => !aliasOwners.has(aliasArn))
    .map(({ name }) =>
      bad(`${agent.name} calls ${name} by an alias that is not there.`, "Run setup-agents."),
    );
}

/**
 * What a turn tells that no document settles: whether the way to the model and the actions is open, whether the answer streams, and
 * whether session attributes reach a collaborator's Lambda.
 * @param isSignedIn whether the turn's attributes named a live session (its prompt must not)
 */
export function checkProbe(probe: Probe, { isSignedIn }: { isSignedIn: boolean }): Finding[] {
  if (probe.failure !== undefined) {
    return [
      bad(`The probe turn failed: ${probe.failure}.`, adviceOn[probe.failure] ?? "See the agent's traces."),
    ];
  }
  return [
    good(`The supervisor answered in ${seconds(probe.tookMs)}: the model may be called.`),
    probe.chunks > 1
      ? good(
          `The answer streams: ${probe.chunks} pieces, the first after ${seconds(probe.firstChunkMs ?? 0)}.`,
        )
      : unknown(
          "The answer came in one piece.",
          "A short answer does; ask something longer with agents -- chat.",
        ),
    ...checkActions(probe, isSignedIn),
  ];
}

function checkActions({ actions }: Probe, isSignedIn: boolean): Finding[] {
  const [first] = actions;
  if (!first) {
    return [
      unknown(
        "No action was called.",
        "The model answered by itself; run doctor again, or ask with agents -- chat.",
      ),
    ];
  }
  const called = good(`${first.agent} called ${first.action}: the function may be invoked.`);
  const outcomes = actions.map(({ outcome }) => outcome);
  if (!isSignedIn) {
    const advice = "Give --session-id, or let the BFF open a session (--bff, PF360_BEARER).";
    return [called, unknown("Whether session attributes reach a collaborator was not tried.", advice)];
  }
  if (outcomes.includes("reauth_required")) {
    return [
      called,
      bad(
        "Session attributes do not reach a collaborator's Lambda.",
        "The session id in the prompt is the way that is left: keep the optional session_id parameter in every schema.",
      ),
    ];
  }
  return [
    called,
    good(`Session attributes reach a collaborator's Lambda (${first.action}: ${first.outcome}).`),
  ];
}

const adviceOn: Readonly<Record<string, string>> = {
  agent_forbidden: "Who runs this may not invoke the alias, or the agent's role may not invoke the model.",
  agent_not_found: "The alias is not there, or an agent calls one that is gone. Run setup-agents.",
  agent_busy: "The model is throttled, or not ready. Try again.",
  agent_unavailable: "Bedrock does not answer. Try again.",
  agent_silent: "The agent said nothing; see the model's access and the agent's traces.",
  agent_failed:
    "A function may not be invoked by its agent, failed, or gave a malformed answer; see its log.",
  agent_leaked_markup: "The model prints calls instead of making them; choose one that is meant for Agents.",
};

function good(what: string): Finding {
  return { grade: "good", what };
}

function bad(what: string, advice: string): Finding {
  return { grade: "bad", what, advice };
}

function unknown(what: string, advice: string): Finding {
  return { grade: "unknown", what, advice };
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
