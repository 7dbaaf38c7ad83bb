import { canonicalJson, canonicalSchema } from "./canonical-json.ts";
import type { AgentContent } from "./compare-agents.ts";
import type { LiveAgentState, LiveRelease } from "./plan-types.ts";
import { contentOf, isOurs } from "./release.ts";
import type { Release } from "./release-store.ts";

/** Something that is not as the live release says. */
export type Drift =
  | { kind: "agent-missing"; name: string; agentId: string }
  /** One of ours that the release does not know. */
  | { kind: "agent-added"; name: string; agentId: string }
  /** `found` absent: it points at no version, or is gone. */
  | { kind: "alias-moved"; name: string; released: string; found?: string | undefined }
  /** What customers get is as released; the next version would not be. */
  | { kind: "draft-edited"; name: string }
  | { kind: "agent-failed"; name: string; reasons: readonly string[] };

export interface Status {
  /** Absent: no release was ever made. */
  release?: Release | undefined;
  drift: readonly Drift[];
}

/** Compares what is there with the latest release; pure. Drift in the order of the names. */
export function statusOf(release: Release | undefined, live: LiveRelease): Status {
  const ours = live.agents.filter(isOurs);
  const released = release?.agents ?? [];
  const found = contentOf(live).agents;
  const missing = released.filter(({ agentId }) => !ours.some(({ agent }) => agent.agentId === agentId));
  const drift: Drift[] = [
    ...missing.map(({ name, agentId }): Drift => ({ kind: "agent-missing", name, agentId })),
    ...ours.flatMap((state): Drift[] => {
      const { name, agentId, status, failureReasons } = state.agent;
      const failed: Drift[] =
        status === "FAILED" ? [{ kind: "agent-failed", name, reasons: failureReasons }] : [];
      const version = released.find((one) => one.agentId === agentId)?.version;
      if (version === undefined) return [...failed, { kind: "agent-added", name, agentId }];
      const now = found.find((one) => one.agentId === agentId)?.version;
      if (now !== version) return [...failed, { kind: "alias-moved", name, released: version, found: now }];
      // After a rollback the draft is meant to be ahead of what is live.
      const isEdited = release?.action === "apply" && isDraftEdited(state);
      return isEdited ? [...failed, { kind: "draft-edited", name }] : failed;
    }),
  ];
  return { release, drift: drift.sort((one, other) => (one.name < other.name ? -1 : 1)) };
}

function isDraftEdited(state: LiveAgentState): boolean {
  if (!state.liveVersion) return false;
  const draft = { ...state.agent, actionGroups: state.actionGroups, collaborators: state.collaborators };
  return essenceOf(draft) !== essenceOf(state.liveVersion);
}

/** What an agent does, without ids and times. */
function essenceOf(content: AgentContent): string {
  const { description, instruction, foundationModel, roleArn, idleSessionTtlSeconds, collaboration } =
    content;
  return canonicalJson({
    spec: { description, instruction, foundationModel, roleArn, idleSessionTtlSeconds, collaboration },
    guardrail: content.guardrail,
    kept: content.kept,
    actionGroups: content.actionGroups.map(({ name, description, lambdaArn, schema, enabled }) => ({
      name,
      description,
      lambdaArn,
      schema: canonicalSchema(schema),
      enabled,
    })),
    collaborators: content.collaborators.map(({ collaboratorId: _id, ...collaborator }) => collaborator),
  });
}
