import { describe, expect, it } from "vitest";
import { readLiveRelease } from "#agents/setup/live-state.ts";
import { desiredRelease, liveFrom, readOnlyControlPlane, withLive } from "#tests/builders/agent-release.ts";

const live = liveFrom(await desiredRelease());

describe("the live release", () => {
  it("holds every agent of the environment with all its parts, by name", async () => {
    const found = await readLiveRelease({ controlPlane: readOnlyControlPlane(live), environment: "dev" });
    const agents = live.agents.toSorted((one, other) => (one.agent.name < other.agent.name ? -1 : 1));
    const byName = <Named extends { name: string }>(list: readonly Named[]) =>
      list.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    expect(found.agents.map(({ agent }) => agent)).toEqual(agents.map(({ agent }) => agent));
    for (const [index, state] of found.agents.entries()) {
      const expected = agents[index] ?? expect.fail("an agent too many");
      expect(state).toEqual({
        ...expected,
        collaborators: byName(expected.collaborators),
        ...(expected.liveVersion && {
          liveVersion: {
            ...expected.liveVersion,
            collaborators: byName(expected.liveVersion.collaborators),
          },
        }),
      });
    }
  });

  it.each(["pf360-notes-qa", "other-notes-dev", "pf360-dev", "pf360-notes-dev-2"])(
    "passes %s over",
    async (name) => {
      const foreign = withLive(live, "notes", (state) => ({ ...state, agent: { ...state.agent, name } }));
      const controlPlane = readOnlyControlPlane(foreign);
      const found = await readLiveRelease({ controlPlane, environment: "dev" });
      expect(found.agents.map(({ agent }) => agent.name)).toEqual([
        "pf360-scheduling-dev",
        "pf360-supervisor-dev",
      ]);
      expect(controlPlane.calls.filter((call) => call === "getAgent")).toHaveLength(2);
    },
  );

  it("looks at agents and aliases until they are settled", async () => {
    const controlPlane = readOnlyControlPlane(
      withLive(live, "notes", ({ alias, ...state }) => ({
        ...state,
        agent: { ...state.agent, status: "VERSIONING" },
        ...(alias && { alias: { ...alias, status: "CREATING" as const, version: "" } }),
      })),
    );
    const found = await readLiveRelease({
      controlPlane,
      environment: "dev",
      settleAgent: async (agentId) => live.agents.find(({ agent }) => agent.agentId === agentId)?.agent,
      settleAlias: async (agentId) => live.agents.find(({ agent }) => agent.agentId === agentId)?.alias,
    });
    const notes = found.agents.find(({ agent }) => agent.name === "pf360-notes-dev");
    expect(notes?.agent.status).toBe("PREPARED");
    expect(notes?.alias?.version).toBe("1");
    expect(notes?.liveVersion?.version).toBe("1");
  });

  it("takes an alias that is at rest as it was listed, without a second look", async () => {
    const settled: string[] = [];
    await readLiveRelease({
      controlPlane: readOnlyControlPlane(live),
      environment: "dev",
      async settleAlias(_agentId, aliasId) {
        settled.push(aliasId);
        return undefined;
      },
    });
    expect(settled).toEqual([]);
  });

  it("leaves out an agent that vanishes meanwhile, and asks for no part of one that is going", async () => {
    const going = withLive(live, "notes", (state) => ({
      ...state,
      agent: { ...state.agent, status: "DELETING" },
    }));
    const scheduling = live.agents.find(({ agent }) => agent.name === "pf360-scheduling-dev");
    const found = await readLiveRelease({
      controlPlane: readOnlyControlPlane(going),
      environment: "dev",
      settleAgent: async (agentId) =>
        agentId === scheduling?.agent.agentId
          ? undefined
          : going.agents.find(({ agent }) => agent.agentId === agentId)?.agent,
    });
    expect(found.agents.map(({ agent }) => agent.name)).toEqual(["pf360-notes-dev", "pf360-supervisor-dev"]);
    expect(found.agents[0]).toMatchObject({ actionGroups: [], versions: [], tags: {} });
  });

  it("freezes nothing for an alias that is on the draft", async () => {
    const onDraft = withLive(live, "notes", (state) => ({
      ...state,
      ...(state.alias && { alias: { ...state.alias, version: "DRAFT" } }),
    }));
    const found = await readLiveRelease({ controlPlane: readOnlyControlPlane(onDraft), environment: "dev" });
    expect(found.agents.find(({ agent }) => agent.name === "pf360-notes-dev")).not.toHaveProperty(
      "liveVersion",
    );
  });
});
