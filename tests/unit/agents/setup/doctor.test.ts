import { beforeAll, describe, expect, it } from "vitest";
import { checkAgents, checkProbe } from "#agents/setup/doctor.ts";
import type { LiveAgentState, LiveRelease } from "#agents/setup/plan-types.ts";
import type { Probe } from "#agents/setup/run-probe.ts";
import { desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";

const definitions = ["scheduling", "notes", "supervisor"];
let live: LiveRelease;

beforeAll(async () => {
  live = liveFrom(await desiredRelease());
});

const badIn = (release: LiveRelease) =>
  checkAgents(release, definitions).flatMap(({ grade, what }) => (grade === "bad" ? [what] : []));

describe("checkAgents", () => {
  it("finds every agent in order, with its version and model", () => {
    const findings = checkAgents(live, definitions);
    expect(findings.map(({ grade }) => grade)).toEqual(["good", "good", "good"]);
    expect(findings[0]?.what).toContain("version 1");
  });

  it.each<[string, (state: LiveAgentState) => LiveAgentState]>([
    [
      "FAILED",
      (state) => ({ ...state, agent: { ...state.agent, status: "FAILED", failureReasons: ["Why."] } }),
    ],
    ["no alias", ({ alias: _alias, ...state }) => state],
    ["no version", ({ liveVersion: _version, ...state }) => state],
    [
      "rejects",
      (state) => ({
        ...state,
        ...(state.alias && { alias: { ...state.alias, invocations: "REJECT_INVOCATIONS" } }),
      }),
    ],
    [
      "UPDATING",
      (state) => ({ ...state, ...(state.alias && { alias: { ...state.alias, status: "UPDATING" } }) }),
    ],
  ])("finds an agent that is or has %s", (word, change) => {
    const found = badIn(withLive(live, "supervisor", change));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(word);
  });

  it("finds an agent that is gone, and who still calls it", () => {
    const agents = live.agents.filter(({ agent }) => agent.name !== "pf360-notes-dev");
    expect(badIn({ ...live, agents })).toEqual([
      "pf360-notes-dev is not there.",
      "pf360-supervisor-dev calls notes by an alias that is not there.",
    ]);
  });
});

describe("checkProbe", () => {
  const probe: Probe = {
    text: "You have one project.",
    chunks: 4,
    firstChunkMs: 900,
    tookMs: 1_500,
    actions: [{ agent: "scheduling", action: "list_projects", outcome: "ok" }],
    failure: undefined,
  };
  const grades = (changes: Partial<Probe>, isSignedIn = true) =>
    checkProbe({ ...probe, ...changes }, { isSignedIn }).map(({ grade }) => grade);

  it("is content with a streamed answer from an action that knew the session", () => {
    expect(grades({})).toEqual(["good", "good", "good", "good"]);
  });

  it("finds that attributes do not reach the action", () => {
    expect(
      grades({ actions: [{ agent: "scheduling", action: "list_projects", outcome: "reauth_required" }] }),
    ).toEqual(["good", "good", "good", "bad"]);
  });

  it("does not say what it could not see: one piece, no action, no session", () => {
    expect(grades({ chunks: 1 })).toEqual(["good", "unknown", "good", "good"]);
    expect(grades({ actions: [] })).toEqual(["good", "good", "unknown"]);
    expect(grades({}, false)).toEqual(["good", "good", "good", "unknown"]);
  });

  it("ends at a failed turn, with what to do", () => {
    for (const failure of ["agent_forbidden", "agent_failed", "agent_unheard_of"]) {
      const findings = checkProbe({ ...probe, failure }, { isSignedIn: true });
      expect(findings).toMatchObject([{ grade: "bad", what: expect.stringContaining(failure) }]);
      expect(findings[0]?.advice).toBeTruthy();
    }
  });
});
