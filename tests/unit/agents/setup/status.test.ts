import { describe, expect, it } from "vitest";
import { statusOf } from "#agents/setup/status.ts";
import { desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";
import { atVersion, releaseOf } from "#tests/builders/setup-context.ts";

const live = liveFrom(await desiredRelease());
const release = releaseOf(live);
const edited = withLive(live, "notes", (state) => ({
  ...state,
  agent: { ...state.agent, instruction: "Edited by hand, in the console, on a Friday evening." },
}));
const idOf = (name: string) => live.agents.find(({ agent }) => agent.name === name)?.agent.agentId;

describe("status", () => {
  it("finds nothing when all is as the release left it, or nothing was ever made", () => {
    expect(statusOf(release, live)).toEqual({ release, drift: [] });
    expect(statusOf(undefined, { ...live, agents: [] })).toEqual({ release: undefined, drift: [] });
  });

  it("finds an alias that points elsewhere, or nowhere", () => {
    expect(statusOf(release, atVersion(live, "notes", "2")).drift).toEqual([
      { kind: "alias-moved", name: "pf360-notes-dev", released: "1", found: "2" },
    ]);
    const without = withLive(live, "notes", ({ alias: _alias, ...state }) => state);
    expect(statusOf(release, without).drift).toMatchObject([
      { kind: "alias-moved", name: "pf360-notes-dev", released: "1" },
    ]);
  });

  it("finds a draft that was edited", () => {
    expect(statusOf(release, edited).drift).toEqual([{ kind: "draft-edited", name: "pf360-notes-dev" }]);
  });

  it("does not take the newer draft after a rollback for an edit", () => {
    expect(statusOf({ ...release, action: "rollback", restores: "earlier" }, edited).drift).toEqual([]);
  });

  it("does not take another order of a schema's keys for an edit", () => {
    const reordered = withLive(live, "notes", (state) => ({
      ...state,
      actionGroups: state.actionGroups.map((group) => ({
        ...group,
        schema: JSON.stringify(JSON.parse(group.schema), null, 2),
      })),
    }));

    expect(statusOf(release, reordered).drift).toEqual([]);
  });

  it("finds agents that are gone, that no release knows, and that have failed; foreign ones do not matter", () => {
    const missing = { ...live, agents: live.agents.filter(({ agent }) => agent.name !== "pf360-notes-dev") };
    const unknown = { ...release, agents: release.agents.filter(({ name }) => name !== "pf360-notes-dev") };
    const failed = withLive(live, "notes", (state) => ({
      ...state,
      agent: { ...state.agent, status: "FAILED", failureReasons: ["no model"] },
    }));
    const foreign = withLive(live, "notes", (state) => ({ ...state, tags: {} }));
    const agentId = idOf("pf360-notes-dev");

    expect(statusOf(release, missing).drift).toEqual([
      { kind: "agent-missing", name: "pf360-notes-dev", agentId },
    ]);
    expect(statusOf(unknown, live).drift).toEqual([
      { kind: "agent-added", name: "pf360-notes-dev", agentId },
    ]);
    expect(statusOf(release, failed).drift).toEqual([
      { kind: "agent-failed", name: "pf360-notes-dev", reasons: ["no model"] },
    ]);
    expect(statusOf(unknown, foreign).drift).toEqual([]);
  });
});
